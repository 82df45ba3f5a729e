// SPDX-License-Identifier: Apache-2.0
/**
 * What an audit of isolation finds: where containers are not isolated, or less than they seem to be, and how to fix
 * that.
 */

import * as z from 'zod';
import { makeOnce } from '../make-once.ts';
import { adviceFixSchema, commandsFixSchema } from './host/fix.ts';
import { wordsSchema } from './words.ts';

/**
 * `broken`: isolation is missing. `weak`: isolation holds, but something beneath it or in it is open. `notice`:
 * isolation holds; the fact is worth knowing.
 */
const severitySchema = makeOnce(() => z.enum(['broken', 'weak', 'notice']));
export type Severity = z.infer<ReturnType<typeof severitySchema>>;

/**
 * What the helper itself can do about a finding. All but one are `isolation.NAME`. The first two need a stopped
 * container; `restore-labels` is `label.restore`.
 */
const fixOperationSchema = makeOnce(() => z.enum(['reassign-categories', 'remount-root', 'kill', 'restore-labels']));
export type FixOperation = z.infer<ReturnType<typeof fixOperationSchema>>;

const fixSchema = makeOnce(() =>
  z.discriminatedUnion('by', [
    /** This fix is made by the helper, with the operation of this name, on this container. */
    z.strictObject({
      by: z.literal('helper'),
      operation: fixOperationSchema(),
      container: z.string(),
      summary: wordsSchema(),
    }),
    commandsFixSchema(),
    adviceFixSchema(),
  ]),
);
export type Fix = z.infer<ReturnType<typeof fixSchema>>;
/** Describes a fix as the helper gives it: its words are not text yet. */
export type GivenFix = z.input<ReturnType<typeof fixSchema>>;

/** A process in a container, or a process outside that holds the categories of a container. */
const strayProcessSchema = makeOnce(() =>
  z.strictObject({
    pid: z.number().int(),
    context: z.string(),
    /** Names the process as the kernel does: text that a container controls. */
    comm: z.string(),
  }),
);

export type StrayProcess = z.infer<ReturnType<typeof strayProcessSchema>>;

const dangerKindSchema = makeOnce(() =>
  z.enum([
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
  ]),
);

/** A line of a configuration that opens something. */
const dangerousSettingSchema = makeOnce(() =>
  z.strictObject({
    danger: dangerKindSchema(),
    key: z.string(),
    value: z.string(),
    /** What it opens, in one sentence. */
    reason: wordsSchema(),
  }),
);
export type GivenDangerousSetting = z.input<ReturnType<typeof dangerousSettingSchema>>;

const mislabelledSchema = makeOnce(() =>
  z.strictObject({ path: z.string(), actual: z.string(), expected: z.string() }),
);

const common = makeOnce(() => ({
  /** Is the same for the same problem of the same containers in each audit. */
  id: z.string(),
  severity: severitySchema(),
  /** The containers that are affected; empty for the host as a whole. */
  containers: z.array(z.string()),
  /** Says in one or two sentences what was found. */
  summary: wordsSchema(),
  /** Shows the finding in SELinux's own terms, a line each; what those do not say is in words. */
  evidence: z.array(wordsSchema()),
  fix: fixSchema(),
}));

export const findingSchema = makeOnce(() =>
  z.discriminatedUnion('kind', [
    ...makeContextFindings(),
    ...makePolicyFindings(),
    ...makeConfigurationFindings(),
    ...makeLabelFindings(),
    ...makeHostFindings(),
  ]),
);

/** Makes the findings about contexts of containers and of processes. */
function makeContextFindings() {
  return [
    /**
     * Two or more containers of which one can reach what belongs to another, because their categories are equal, one set
     * contains the other, or there are none.
     */
    z.strictObject({
      kind: z.literal('shared-categories'),
      ...common(),
      level: z.string(),
      relation: z.enum(['same', 'contains', 'none']),
    }),
    /** The container's configuration names no context: LXC starts it in the domain of the process that starts it. */
    z.strictObject({ kind: z.literal('no-context'), ...common() }),
    /** It runs in a domain that confines nothing, or would be started in one. */
    z.strictObject({ kind: z.literal('unconfined'), ...common(), context: z.string(), isRunning: z.boolean() }),
    /** The loaded policy does not know the configured context, so the container cannot start in it. */
    z.strictObject({ kind: z.literal('unknown-context'), ...common(), context: z.string() }),
    /** The container's init runs in another context than its configuration names. */
    z.strictObject({ kind: z.literal('context-differs'), ...common(), actual: z.string(), configured: z.string() }),
    /** Processes within its cgroup have another context than its init. */
    z.strictObject({
      kind: z.literal('stray-processes'),
      ...common(),
      processes: z.array(strayProcessSchema()),
      count: z.number().int(),
    }),
    /** Processes outside of every container hold the categories of one. */
    z.strictObject({
      kind: z.literal('outside-processes'),
      ...common(),
      processes: z.array(strayProcessSchema()),
      count: z.number().int(),
    }),
  ] as const;
}

/** Makes the findings about what the host enforces, and about the modules of its policy. */
function makePolicyFindings() {
  return [
    z.strictObject({ kind: z.literal('selinux-disabled'), ...common() }),
    z.strictObject({ kind: z.literal('permissive-host'), ...common() }),
    z.strictObject({ kind: z.literal('permissive-domain'), ...common(), domain: z.string() }),
    z.strictObject({
      kind: z.literal('base-module'),
      ...common(),
      state: z.enum(['missing', 'differs', 'without-deny']),
    }),
    /**
     * This finding is about another module of the host that says something about Bulkhead's types. It holds for every
     * container, or not at all.
     */
    z.strictObject({ kind: z.literal('foreign-module'), ...common(), module: z.string() }),
    /**
     * The container's module names types that the loaded policy does not have: what it says about them has no effect.
     */
    z.strictObject({ kind: z.literal('lost-types'), ...common(), types: z.array(z.string()) }),
  ] as const;
}

/** Makes the findings about what the configuration of a container lets it do. */
function makeConfigurationFindings() {
  return [
    z.strictObject({ kind: z.literal('no-user-namespace'), ...common() }),
    z.strictObject({
      kind: z.literal('overlapping-ids'),
      ...common(),
      first: z.number().int(),
      last: z.number().int(),
    }),
    z.strictObject({
      kind: z.literal('dangerous-configuration'),
      ...common(),
      settings: z.array(dangerousSettingSchema()),
    }),
  ] as const;
}

/** Makes the findings about labels of roots, folders and volumes. */
function makeLabelFindings() {
  return [
    /**
     * The container's root is mounted with another label than its context requires, or without a label in the mount.
     */
    z.strictObject({ kind: z.literal('root-label'), ...common(), actual: z.string().nullable(), expected: z.string() }),
    /** Files whose label is not the one of the policy's file contexts. */
    z.strictObject({
      kind: z.literal('mislabelled'),
      ...common(),
      tree: z.string(),
      count: z.number().int(),
      examples: z.array(mislabelledSchema()),
    }),
    /** Files on a volume whose label is not the volume's. */
    z.strictObject({
      kind: z.literal('volume-labels'),
      ...common(),
      source: z.string(),
      count: z.number().int(),
      examples: z.array(mislabelledSchema()),
    }),
    /**
     * A volume that would not be allowed now: it is below no folder that may be given to containers, and it is no volume
     * of the container's own.
     */
    z.strictObject({ kind: z.literal('unlisted-volume'), ...common(), source: z.string() }),
  ] as const;
}

/** Makes the findings about limits, the audit log, the network, the kernel and open paths. */
function makeHostFindings() {
  return [
    /** Nothing limits how many cgroups its root may create, or how deep. */
    z.strictObject({ kind: z.literal('unbounded-cgroups'), ...common() }),
    /** The policy does not log when this domain is denied access to another container (dontaudit). */
    z.strictObject({
      kind: z.literal('dontaudit-denials'),
      ...common(),
      domain: z.string(),
      permissions: z.array(z.string()),
    }),
    /**
     * `suspended`: auditd has stopped writing its log. `limited`: denials come through the kernel's ring buffer, and the
     * kernel limits what it writes there.
     */
    z.strictObject({ kind: z.literal('no-denial-log'), ...common(), state: z.enum(['suspended', 'limited']) }),
    /** Nothing limits the layer of a container: its root can fill the disk of the host. */
    z.strictObject({ kind: z.literal('no-disk-limit'), ...common() }),
    /**
     * The container's port of the host's bridge is not isolated from the ports of other containers, or what it sends is
     * not checked.
     */
    z.strictObject({
      kind: z.literal('open-port'),
      ...common(),
      state: z.enum(['not-isolated', 'routed', 'not-filtered', 'cannot-filter']),
    }),
    /**
     * `open`: the kernel is older than the fixes of vulnerabilities that begin at a socket. `unknown`: its version does
     * not show that.
     */
    z.strictObject({
      kind: z.literal('known-vulnerabilities'),
      ...common(),
      state: z.enum(['open', 'unknown']),
      holes: z.array(z.string()),
    }),
    /** Kernel modules in which known vulnerabilities began, and which nothing prevents from being loaded. */
    z.strictObject({ kind: z.literal('loadable-modules'), ...common(), modules: z.array(z.string()) }),
    /** Files in a container's tmpfs that do not have its categories. */
    z.strictObject({ kind: z.literal('tmpfs-labels'), ...common(), count: z.number().int() }),
    /** A folder or socket that others may reach or change more than is needed. */
    z.strictObject({ kind: z.literal('open-path'), ...common(), path: z.string(), mode: z.string() }),
  ] as const;
}

export type Finding = z.infer<ReturnType<typeof findingSchema>>;
export type GivenFinding = z.input<ReturnType<typeof findingSchema>>;
export type FindingKind = Finding['kind'];

/**
 * Says which containers are isolated from which, by the kernel's own answer. Each row stands for a container's
 * processes, and each letter in it for the files and processes of the container in that column: `-` itself, `c`
 * isolated by categories, `t` isolated by type, `o` not isolated, `u` unknown.
 */
export const isolationMapSchema = makeOnce(() =>
  z.strictObject({
    containers: z.array(
      z.strictObject({ name: z.string(), context: z.string().nullable(), content: z.string().nullable() }),
    ),
    rows: z.array(z.string().regex(/^[-ctou]*$/)),
  }),
);
export type IsolationMap = z.infer<ReturnType<typeof isolationMapSchema>>;
