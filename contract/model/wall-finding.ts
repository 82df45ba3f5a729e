// SPDX-License-Identifier: Apache-2.0
/**
 * What an audit of the walls finds: where containers are not kept apart, or less than they seem to be, and how that is
 * mended.
 */

import { z } from 'zod';

/**
 * `broken`: a wall is not there. `weak`: it stands, and something behind it or in it is open. `notice`: it stands;
 * worth knowing.
 */
export const severitySchema = z.enum(['broken', 'weak', 'notice']);
export type Severity = z.infer<typeof severitySchema>;

/**
 * What the helper itself can do about a finding, each an operation of its own; the container has to be stopped for
 * `separate` and `remount`. `restore-labels` is `label.restore`.
 */
export const wallActSchema = z.enum(['separate', 'remount', 'stop', 'restore-labels']);
export type WallAct = z.infer<typeof wallActSchema>;

export const mendingSchema = z.discriminatedUnion('by', [
  /** By the helper, with the operation of that name, on this container. */
  z.strictObject({ by: z.literal('helper'), act: wallActSchema, container: z.string(), summary: z.string() }),
  /** By an administrator on the host, with exactly these commands; `summary` says what they do. */
  z.strictObject({ by: z.literal('commands'), summary: z.string(), commands: z.array(z.string()) }),
  /** Only by a decision of a person. */
  z.strictObject({ by: z.literal('advice'), summary: z.string() }),
]);
export type Mending = z.infer<typeof mendingSchema>;

/** A process in a container, or one that holds a container's categories from outside. */
export const strayProcessSchema = z.strictObject({
  pid: z.number().int(),
  context: z.string(),
  /** As the kernel names it: text that a container controls. */
  comm: z.string(),
});

export type StrayProcess = z.infer<typeof strayProcessSchema>;

export const dangerSchema = z.enum([
  'privileged',
  'capability',
  'device',
  'host-mount',
  'kernel-files',
  'namespace',
  'include',
  'hook',
  'seccomp',
  'rights',
]);
export type Danger = z.infer<typeof dangerSchema>;

/** A line of a configuration that opens something. */
export const dangerousSettingSchema = z.strictObject({
  danger: dangerSchema,
  key: z.string(),
  value: z.string(),
  /** What it opens, one sentence. */
  because: z.string(),
});
export type DangerousSetting = z.infer<typeof dangerousSettingSchema>;

export const mislabelledSchema = z.strictObject({ path: z.string(), actual: z.string(), expected: z.string() });

const common = {
  /** The same for the same trouble of the same containers, audit after audit. */
  id: z.string(),
  severity: severitySchema,
  /** Whom it concerns; empty for the host as a whole. */
  containers: z.array(z.string()),
  /** One or two sentences. */
  summary: z.string(),
  /** In SELinux's own terms, a line each. */
  evidence: z.array(z.string()),
  mending: mendingSchema,
};

export const findingSchema = z.discriminatedUnion('kind', [
  /**
   * Two or more containers of which one reaches what is another's, because categories are shared, contained in the
   * other's, or absent.
   */
  z.strictObject({
    kind: z.literal('shared-categories'),
    ...common,
    level: z.string(),
    relation: z.enum(['same', 'contains', 'none']),
  }),
  /** Its configuration names no context: LXC starts it in the domain of whoever starts it. */
  z.strictObject({ kind: z.literal('no-context'), ...common }),
  /** It runs in a domain that confines nothing, or would be started in one. */
  z.strictObject({ kind: z.literal('unconfined'), ...common, context: z.string(), isRunning: z.boolean() }),
  /** The loaded policy does not know the configured context, so the container cannot start in it. */
  z.strictObject({ kind: z.literal('unknown-context'), ...common, context: z.string() }),
  /** Its init runs in another context than its configuration names. */
  z.strictObject({ kind: z.literal('context-differs'), ...common, actual: z.string(), configured: z.string() }),
  /** Processes within its cgroup have another context than its init. */
  z.strictObject({
    kind: z.literal('stray-processes'),
    ...common,
    processes: z.array(strayProcessSchema),
    count: z.number().int(),
  }),
  /** Processes outside of every container hold the categories of one. */
  z.strictObject({
    kind: z.literal('outside-processes'),
    ...common,
    processes: z.array(strayProcessSchema),
    count: z.number().int(),
  }),
  z.strictObject({ kind: z.literal('selinux-disabled'), ...common }),
  z.strictObject({ kind: z.literal('permissive-host'), ...common }),
  z.strictObject({ kind: z.literal('permissive-domain'), ...common, domain: z.string() }),
  z.strictObject({ kind: z.literal('base-module'), ...common, state: z.enum(['missing', 'differs']) }),
  z.strictObject({ kind: z.literal('no-user-namespace'), ...common }),
  z.strictObject({ kind: z.literal('overlapping-ids'), ...common, first: z.number().int(), last: z.number().int() }),
  z.strictObject({ kind: z.literal('dangerous-configuration'), ...common, settings: z.array(dangerousSettingSchema) }),
  /** Its root is mounted with another label than its context calls for, or with none of its own. */
  z.strictObject({ kind: z.literal('root-label'), ...common, actual: z.string().nullable(), expected: z.string() }),
  /** Files whose label is not what the policy's file contexts say. */
  z.strictObject({
    kind: z.literal('mislabelled'),
    ...common,
    tree: z.string(),
    count: z.number().int(),
    examples: z.array(mislabelledSchema),
  }),
  /** Files on a volume whose label is not the volume's. */
  z.strictObject({
    kind: z.literal('volume-labels'),
    ...common,
    source: z.string(),
    count: z.number().int(),
    examples: z.array(mislabelledSchema),
  }),
  /** A volume that would not be given any more: it lies below no folder that may be given, and is nobody's own. */
  z.strictObject({ kind: z.literal('unlisted-volume'), ...common, source: z.string() }),
  /** Nothing bounds how many cgroups its root may make, or how deep. */
  z.strictObject({ kind: z.literal('unbounded-cgroups'), ...common }),
  /** The policy refuses this domain in silence when it reaches into another container. */
  z.strictObject({
    kind: z.literal('hidden-denials'),
    ...common,
    domain: z.string(),
    permissions: z.array(z.string()),
  }),
  /**
   * `suspended`: auditd has stopped writing its log. `limited`: denials come by the kernel's ring, which the kernel
   * keeps from filling.
   */
  z.strictObject({ kind: z.literal('no-denial-log'), ...common, state: z.enum(['suspended', 'limited']) }),
  /** Nothing limits the layer of a container: its root can fill the disk of the host. */
  z.strictObject({ kind: z.literal('no-disk-limit'), ...common }),
  /** Its port of the host's bridge is not shut off from its neighbours, or what it sends is not checked. */
  z.strictObject({
    kind: z.literal('open-port'),
    ...common,
    state: z.enum(['not-isolated', 'not-filtered', 'cannot-filter']),
  }),
  /**
   * `open`: the kernel is older than the fixes of holes that begin at a socket; `unknown`: its version does not tell.
   */
  z.strictObject({
    kind: z.literal('known-holes'),
    ...common,
    state: z.enum(['open', 'unknown']),
    holes: z.array(z.string()),
  }),
  /** Modules in which known holes began, and which nothing keeps from being loaded. */
  z.strictObject({ kind: z.literal('open-modules'), ...common, modules: z.array(z.string()) }),
  /** Files in a container's memory that do not hold its categories. */
  z.strictObject({ kind: z.literal('tmpfs-labels'), ...common, count: z.number().int() }),
  /** A folder or socket that others may reach or change more than is needed. */
  z.strictObject({ kind: z.literal('open-path'), ...common, path: z.string(), mode: z.string() }),
]);

export type Finding = z.infer<typeof findingSchema>;
export type FindingKind = Finding['kind'];

/**
 * Who is apart from whom, by the kernel's own answer. Each row is a container's processes, each letter in it the files
 * and processes of the container in that place: `-` itself, `c` apart by categories, `t` apart by type, `o` not apart,
 * `u` unknown.
 */
export const wallMapSchema = z.strictObject({
  containers: z.array(
    z.strictObject({ name: z.string(), context: z.string().nullable(), content: z.string().nullable() }),
  ),
  rows: z.array(z.string().regex(/^[-ctou]*$/)),
});
export type WallMap = z.infer<typeof wallMapSchema>;
