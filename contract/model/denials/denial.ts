// SPDX-License-Identifier: Apache-2.0
/**
 * What SELinux denied (or, in permissive mode, logged, but did not block): single events and groups of them. The field
 * names are those that `docs` describes for bulkheadctl.
 */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { containerNameSchema } from '../names.ts';
import { securityContextSchema } from '../contexts/security-context.ts';

/**
 * Describes one access vector message of one audit event. A field that the records do not hold is null, never guessed.
 */
const denialEventSchema = makeOnce(() =>
  z.strictObject({
    /** Seconds since the epoch, with milliseconds, as the kernel stamped it. */
    time: z.number(),
    /** Gives the audit serial; `time` and `serial` together identify the event. */
    serial: z.number().int(),
    record: z.enum(['AVC', 'USER_AVC', 'SELINUX_ERR']),
    decision: z.enum(['denied', 'granted']),
    /**
     * True when the access went through because the domain or the host is permissive; null when the record does not say.
     */
    permissive: z.boolean().nullable(),
    permissions: z.array(z.string()),
    source: securityContextSchema().nullable(),
    target: securityContextSchema().nullable(),
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
    /** The inode of the object, on the file system that holds it. */
    inode: z.number().int().nullable(),
    /** The port that the process tried to bind or to connect to. */
    port: z.number().int().nullable(),
    syscall: z.string().nullable(),
    success: z.boolean().nullable(),
    /** Name of the container that the source process belongs to; null when it is in none. */
    container: z.string().nullable(),
  }),
);

export type DenialEvent = z.infer<ReturnType<typeof denialEventSchema>>;

/** A hash of what the events of a group share: 16 hex digits. */
export const denialGroupIdSchema = makeOnce(() =>
  z.string().regex(/^[0-9a-f]{16}$/, 'must be the id of a group: 16 hex digits'),
);

/** An event as the helper gives it: with the group in which it is counted. */
export const groupedEventSchema = makeOnce(() =>
  denialEventSchema().extend({
    /** Null for an access that was granted, and when the group is no longer kept. */
    group: denialGroupIdSchema().nullable(),
  }),
);
export type GroupedEvent = z.infer<ReturnType<typeof groupedEventSchema>>;

/**
 * A group and, where several containers are in it, the one whose latest denial is meant; without a container, the
 * latest denial of all.
 */
export const denialCaseSchema = makeOnce(() =>
  z.strictObject({
    group: denialGroupIdSchema(),
    container: containerNameSchema().optional(),
  }),
);
export type DenialCase = z.infer<ReturnType<typeof denialCaseSchema>>;

/**
 * Events that share source type, target type, class and permissions. Categories are left out, so that one cause in ten
 * containers is one group.
 */
export const denialGroupSchema = makeOnce(() =>
  z.strictObject({
    /** Is stable: the same on every host and run. */
    id: denialGroupIdSchema(),
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
    /** True when every event of the group was logged, not blocked. */
    permissive: z.boolean(),
    /**
     * How many of them were logged, not blocked: the access took place because the domain or the host was permissive.
     */
    notBlocked: z.number().int().min(0),
    /** Why it was denied, as far as the records themselves show. */
    reason: z.enum(['other-categories', 'no-rule', 'unknown']),
    /** Holds the latest event. */
    sample: denialEventSchema(),
  }),
);

export type DenialGroup = z.infer<ReturnType<typeof denialGroupSchema>>;
