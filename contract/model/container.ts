// SPDX-License-Identifier: Apache-2.0
/** A container as the host has it now. */

import { z } from 'zod';
import { containerDiskSchema } from './disk.ts';
import { limitsSchema } from './limits.ts';
import { interfaceNameSchema, timeSchema } from './names.ts';
import { volumeSchema } from './volume.ts';

export const containerStateSchema = z.enum([
  'stopped',
  'starting',
  'running',
  'stopping',
  'aborting',
  'freezing',
  'frozen',
  'thawed',
]);
export type ContainerState = z.infer<typeof containerStateSchema>;

/**
 * How SELinux keeps the container: by a shared domain and categories of its own, by a domain of its own, or learning
 * one.
 */
export const confinementSchema = z.enum(['shared', 'own', 'learning']);
export type Confinement = z.infer<typeof confinementSchema>;

/**
 * What stands between this container and its neighbours right now.
 * `permissive` is a kernel that does not enforce, or a domain that its policy lets be permissive: what crosses the wall
 * is logged, not refused.
 * `unknown` is a container that does not run and whose configuration names no context, or one that the loaded policy
 * does not know.
 */
export const wallSchema = z.enum(['enforced', 'permissive', 'unconfined', 'unknown']);
export type Wall = z.infer<typeof wallSchema>;

/** A port that a container in a domain of its own listens on. */
export const servedPortSchema = z.strictObject({
  protocol: z.enum(['tcp', 'udp']),
  port: z.number().int().min(1).max(65_535),
});
export type ServedPortNumber = z.infer<typeof servedPortSchema>;

/** Seconds that a container learns: long enough for a boot and a look, short enough that nobody forgets it. */
export const learnSecondsSchema = z.number().int().min(60).max(86_400);
export const defaultLearnSeconds = 3600;

/** The network of a container: behind the host's address (NAT), none, or on a bridge that the host already has. */
export const networkSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('nat') }),
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('bridge'), bridge: interfaceNameSchema }),
]);
export type Network = z.infer<typeof networkSchema>;

export const containerSchema = z.strictObject({
  name: z.string(),
  state: containerStateSchema,
  /** True when Bulkhead made it; others are shown, and changed only by their own tools. */
  isManaged: z.boolean(),
  /** Image it was made from; null when unknown. */
  image: z.string().nullable(),
  /** The whole context: of the running init, else as configured; null when none is configured. */
  context: z.string().nullable(),
  /** SELinux type of the context. */
  domain: z.string().nullable(),
  categories: z.array(z.string()),
  wall: wallSchema,
  /**
   * As chosen; a choice that was made while it ran holds from its next start, and until then `domain` is still the old
   * one.
   */
  confinement: confinementSchema.nullable(),
  /** While it learns: when its own domain begins to enforce; null otherwise. */
  learningUntil: timeSchema.nullable(),
  /** First host uid of its user namespace; null when it has none and root inside is root outside. */
  userNamespaceBase: z.number().int().nullable(),
  /** Process id of its init on the host; null when it does not run. */
  initPid: z.number().int().nullable(),
  /** When its init started; null when it does not run. */
  startedAt: timeSchema.nullable(),
  createdAt: timeSchema.nullable(),
  addresses: z.array(z.string()),
  network: networkSchema.nullable(),
  limits: limitsSchema,
  /** What limits its own layer of files; null for a container of other tools. */
  disk: containerDiskSchema.nullable(),
  /** Folders of the host that it was given, as chosen. */
  volumes: z.array(volumeSchema),
});

export type Container = z.infer<typeof containerSchema>;
