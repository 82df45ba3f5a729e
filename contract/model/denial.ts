// SPDX-License-Identifier: Apache-2.0
/**
 * What SELinux refused (or, in permissive mode, noted): single events and groups of them. Field names are those of
 * `docs` for bulkheadctl.
 */

import { z } from 'zod';
import { containerNameSchema } from './names.ts';
import { securityContextSchema } from './security-context.ts';

/** One access vector message of one audit event. A field that the records do not hold is null, never guessed. */
export const denialEventSchema = z.strictObject({
  /** Seconds since the epoch, with milliseconds, as the kernel stamped it. */
  time: z.number(),
  /** Audit serial: with `time` it names the event. */
  serial: z.number().int(),
  record: z.enum(['AVC', 'USER_AVC', 'SELINUX_ERR']),
  decision: z.enum(['denied', 'granted']),
  /**
   * True when the access went through because the domain or the host is permissive; null when the record does not say.
   */
  permissive: z.boolean().nullable(),
  permissions: z.array(z.string()),
  source: securityContextSchema.nullable(),
  target: securityContextSchema.nullable(),
  class: z.string().nullable(),
  /**
   * `comm`, `exe`, `path` and `name` are text that the confined process controls: decoded, bytes that are not UTF-8 as
   * `\xNN`.
   */
  comm: z.string().nullable(),
  pid: z.number().int().nullable(),
  exe: z.string().nullable(),
  path: z.string().nullable(),
  name: z.string().nullable(),
  /** Of the object, on the file system that it lies on. */
  inode: z.number().int().nullable(),
  /** The port that was to be bound or connected to. */
  port: z.number().int().nullable(),
  syscall: z.string().nullable(),
  success: z.boolean().nullable(),
  /** Name of the container that the source process belongs to; null when it is none of ours. */
  container: z.string().nullable(),
});

export type DenialEvent = z.infer<typeof denialEventSchema>;

/** A hash of what the events of a group share: 16 hex digits. */
export const denialGroupIdSchema = z.string().regex(/^[0-9a-f]{16}$/, 'must be the id of a group: 16 hex digits');

/** An event as the helper gives it: with the group in which it is counted. */
export const groupedEventSchema = denialEventSchema.extend({
  /** Null for an access that was granted, and where the group is not kept any more. */
  group: denialGroupIdSchema.nullable(),
});
export type GroupedEvent = z.infer<typeof groupedEventSchema>;

/**
 * A group, and where several containers are in it the one whose latest denial is meant; the latest of all without it.
 */
export const denialCaseSchema = z.strictObject({
  group: denialGroupIdSchema,
  container: containerNameSchema.optional(),
});
export type DenialCase = z.infer<typeof denialCaseSchema>;

/**
 * Events that share source type, target type, class and permissions; categories set aside, so one cause in ten
 * containers is one group.
 */
export const denialGroupSchema = z.strictObject({
  /** Stable: the same on every host and run. */
  id: denialGroupIdSchema,
  sourceType: z.string(),
  targetType: z.string(),
  class: z.string(),
  permissions: z.array(z.string()),
  count: z.number().int(),
  /** Seconds since the epoch. */
  first: z.number(),
  last: z.number(),
  containers: z.array(z.string()),
  comms: z.array(z.string()),
  /** True when every event of the group was only noted. */
  permissive: z.boolean(),
  /** How many of them were only noted: the access went through, because the domain or the host was permissive. */
  noted: z.number().int().min(0),
  /** Why it was refused, as far as the records themselves tell. */
  reason: z.enum(['other-categories', 'no-rule', 'unknown']),
  /** The latest event. */
  sample: denialEventSchema,
});

export type DenialGroup = z.infer<typeof denialGroupSchema>;

/** What became of a group's accesses: SELinux stopped all of them, only noted all of them, or some of each. */
export type GroupOutcome = 'stopped' | 'noted' | 'both';

/** The outcome of a group of denials; what is only noted went through. */
export function outcomeOfGroup({ permissive, noted }: Pick<DenialGroup, 'permissive' | 'noted'>): GroupOutcome {
  if (permissive) return 'noted';
  return noted > 0 ? 'both' : 'stopped';
}
