// SPDX-License-Identifier: Apache-2.0
/**
 * The isolation drill: attacks from one throw-away container on another, each with the wall up and with it down, and
 * what stopped them.
 */

import { z } from 'zod';
import { timeSchema } from './names.ts';

/** Name of a probe, which is also that of the process that makes the attempt. */
export const drillProbeNameSchema = z
  .string()
  .regex(/^[a-z][a-z-]{0,14}$/, 'must be the name of a probe, such as file-read');

/**
 * What keeps a container apart from others and from the host. `quota`: the limit of its layer on the disk, whether a
 * project quota or a file of that size. `kernel`: a check of the kernel's own, whoever asks. `runtime`: what LXC and
 * the helper see to.
 */
export const drillLayerSchema = z.enum([
  'selinux',
  'user-namespace',
  'namespaces',
  'capabilities',
  'seccomp',
  'mounts',
  'cgroup',
  'quota',
  'kernel',
  'runtime',
]);
export type DrillLayer = z.infer<typeof drillLayerSchema>;

export const drillClassSchema = z.enum([
  'web',
  'files',
  'processes',
  'ipc',
  'sockets',
  'kernel',
  'mounts',
  'selinux',
  'network',
  'start',
  'resources',
]);
export type DrillClass = z.infer<typeof drillClassSchema>;

/**
 * One attempt under certain circumstances. `not-run`: it could not be made, or told neither; never taken for blocked.
 */
export const drillCellSchema = z.strictObject({
  outcome: z.enum(['breached', 'blocked', 'not-run']),
  /** What was seen, one line each: the call and its error, bytes of the secret, records of the kernel, counters. */
  evidence: z.array(z.string()),
  /** Layers that the evidence shows to have refused it. */
  blockedBy: z.array(drillLayerSchema),
  /** Denials of this attempt, as `TIME:SERIAL` of the audit log; with the wall down these were only noted. */
  denials: z.array(z.string()),
  /** The kernel has nothing of what it would be tried on, so that there was nothing to be shown. */
  isAbsent: z.literal(true).optional(),
});
export type DrillCell = z.infer<typeof drillCellSchema>;

export const drillResultSchema = z.strictObject({
  probe: z.string(),
  class: drillClassSchema,
  /** What is tried, one sentence. */
  title: z.string(),
  expectedLayers: z.array(drillLayerSchema),
  /** With SELinux taken away from the attacker, and from nothing else. */
  without: drillCellSchema,
  /** With every layer up. */
  with: drillCellSchema,
  /** With another single layer taken away, SELinux up. */
  taken: z.array(
    z.strictObject({ layer: drillLayerSchema, cell: drillCellSchema, withoutSelinux: drillCellSchema.nullable() }),
  ),
  /**
   * Blocked, with evidence, by a layer that was expected to. Where the cell `with` is absent it is neither passed nor
   * failed.
   */
  pass: z.boolean(),
  /** Known holes that begin with what is tried here. */
  holes: z.array(z.string()).optional(),
});
export type DrillResult = z.infer<typeof drillResultSchema>;

/**
 * Whether a part of the kernel can be reached from a container. `not-run`: the kernel has none, or the attempt told
 * neither.
 */
export const drillSurfaceCellSchema = z.strictObject({
  outcome: z.enum(['open', 'closed', 'not-run']),
  evidence: z.array(z.string()),
  /** Layers that the evidence shows to have closed it. */
  closedBy: z.array(drillLayerSchema),
  denials: z.array(z.string()),
});
export type DrillSurfaceCell = z.infer<typeof drillSurfaceCellSchema>;

/** A part of the kernel that programs in a container can reach or not: no wall, so it neither passes nor fails. */
export const drillSurfaceSchema = z.strictObject({
  probe: z.string(),
  title: z.string(),
  /** What needs it, and what it has cost kernels so far. */
  note: z.string(),
  with: drillSurfaceCellSchema,
  /** With SELinux taken away; null where that was not tried. */
  without: drillSurfaceCellSchema.nullable(),
});
export type DrillSurface = z.infer<typeof drillSurfaceSchema>;

/** A request to the attacker's web server and its answer, as they were on the wire. */
export const drillExchangeSchema = z.strictObject({
  request: z.string(),
  status: z.number().int(),
  answer: z.string(),
});
export type DrillExchange = z.infer<typeof drillExchangeSchema>;

/** The paper's request, once with the wall down and once with it up. */
export const drillExperimentSchema = z.strictObject({
  probe: z.string(),
  without: drillExchangeSchema.nullable(),
  with: drillExchangeSchema.nullable(),
  /** The kernel's record of the refusal. */
  record: z.string().nullable(),
  /** What in the loaded policy refused it. */
  rule: z.string().nullable(),
});
export type DrillExperiment = z.infer<typeof drillExperimentSchema>;

export const drillChangeSchema = z.strictObject({
  probe: z.string(),
  /** `new-hole`: it was blocked in the last run. */
  kind: z.enum(['new-hole', 'closed', 'added', 'gone']),
});
export type DrillChange = z.infer<typeof drillChangeSchema>;

export const drillHostSchema = z.strictObject({
  name: z.string(),
  kernel: z.string(),
  lxc: z.string().nullable(),
  selinux: z.enum(['enforcing', 'permissive', 'disabled']),
  policy: z.string().nullable(),
  /** Of the policy that the kernel has loaded. */
  policySha256: z.string().nullable(),
  helper: z.string(),
});

export const drillReportSchema = z.strictObject({
  version: z.literal(1),
  id: z.string(),
  /** Only the probes that were asked for were tried; absent when all were. */
  isPartial: z.literal(true).optional(),
  /**
   * The container of an administrator's whose walls were tried, with attempts that change nothing; absent for a drill
   * between two throw-away ones.
   */
  container: z.string().optional(),
  startedAt: timeSchema,
  endedAt: timeSchema,
  host: drillHostSchema,
  results: z.array(drillResultSchema),
  /** Absent in reports of before this was tried. */
  surface: z.array(drillSurfaceSchema).optional(),
  experiments: z.array(drillExperimentSchema),
  /** What this run does not show, and why. */
  limitations: z.array(z.string()),
  /** Against the run before; null when there was none. */
  changes: z.array(drillChangeSchema).nullable(),
  summary: z.strictObject({
    probes: z.number().int(),
    passed: z.number().int(),
    failed: z.number().int(),
    /** Of which the kernel has nothing that they could be tried on; absent when there was none. */
    absent: z.number().int().optional(),
  }),
});
export type DrillReport = z.infer<typeof drillReportSchema>;

/** A report with hashes of its evidence, signed by the host's helper. */
export const signedDrillReportSchema = z.strictObject({
  report: drillReportSchema,
  /** Of the JSON text of each part of the report. */
  hashes: z.array(z.strictObject({ part: z.string(), sha256: z.string() })),
  signature: z.strictObject({
    algorithm: z.literal('ed25519'),
    /** PEM. */
    publicKey: z.string(),
    /** Over the JSON text of `hashes`, base64. */
    value: z.string(),
  }),
});
export type SignedDrillReport = z.infer<typeof signedDrillReportSchema>;

/** When the run began, in UTC, and a few random digits. */
export const drillReportIdSchema = z
  .string()
  .regex(/^\d{8}T\d{6}Z-[0-9a-f]{6}$/, 'must be the id of a report, such as 20261125T014506Z-cbac9a');

export const drillReportSummarySchema = z.strictObject({
  id: drillReportIdSchema,
  /** As in the report. */
  container: z.string().optional(),
  startedAt: timeSchema,
  probes: z.number().int(),
  passed: z.number().int(),
  failed: z.number().int(),
  absent: z.number().int().optional(),
  /** Probes that were blocked in the run before, and no more. */
  newHoles: z.array(z.string()),
});
export type DrillReportSummary = z.infer<typeof drillReportSummarySchema>;

/** The steps of a run, in order; each is told when it begins. */
export const drillStepSchema = z.enum([
  'check',
  'create',
  'linked-start',
  'plant',
  'wall-up',
  'shared-namespaces',
  'without-seccomp',
  'without-capability-bounds',
  'take-wall-down',
  'wall-down',
  'wall-down-shared',
  'report',
]);
export type DrillStep = z.infer<typeof drillStepSchema>;

/** The steps of an attack on a container of an administrator's, in order. */
export const drillContainerStepSchema = z.enum(['check', 'create', 'attack-it', 'attack-from-it', 'report']);
export type DrillContainerStep = z.infer<typeof drillContainerStepSchema>;

/** When a drill runs every night, by the host's own clock. */
export const drillScheduleSchema = z.strictObject({
  at: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 03:00'),
  /** The next time; one that the host slept through, or in which its helper did not run, is left out. */
  nextAt: timeSchema,
  /** Who wanted it so; the activity log has its runs under this name. */
  uid: z.number().int(),
  user: z.string(),
});
export type DrillSchedule = z.infer<typeof drillScheduleSchema>;
