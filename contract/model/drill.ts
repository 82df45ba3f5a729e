// SPDX-License-Identifier: Apache-2.0
/**
 * Describes the isolation drill: attacks from one throw-away container on another, each with SELinux confining the
 * attacker and without it, and what blocked them.
 */

import * as z from 'zod';
import { makeOnce } from '../make-once.ts';
import { verdictStateSchema } from './isolation/verdict.ts';
import { timeOfDaySchema, timeSchema } from './names.ts';

/** Name of a probe, which is also that of the process that makes the attempt. */
export const drillProbeNameSchema = makeOnce(() =>
  z.string().regex(/^[a-z][a-z-]{0,14}$/, 'must be the name of a probe, such as file-read'),
);

/**
 * What isolates a container from others and from the host. `quota`: the limit of its layer on the disk, either a
 * project quota or a file of that size. `kernel`: a check that the kernel makes for every process. `runtime`: what LXC
 * and the helper ensure.
 */
export const drillLayers = [
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
] as const;
const drillLayerSchema = makeOnce(() => z.enum(drillLayers));
export type DrillLayer = z.infer<ReturnType<typeof drillLayerSchema>>;

export const drillClassSchema = makeOnce(() =>
  z.enum([
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
  ]),
);
export type DrillClass = z.infer<ReturnType<typeof drillClassSchema>>;

/**
 * Describes one attempt under certain circumstances. `not-run` means that it could not be made, or showed no outcome;
 * it never counts as blocked.
 */
const drillCellSchema = makeOnce(() =>
  z.strictObject({
    outcome: z.enum(['breached', 'blocked', 'not-run']),
    /**
     * What was observed, one line each: the call and its error, bytes of the secret, records of the kernel, counters.
     */
    evidence: z.array(z.string()),
    /** Layers that, by the evidence, denied it. */
    blockedBy: z.array(drillLayerSchema()),
    /**
     * Denials of this attempt, as `TIME:SERIAL` of the audit log; without SELinux on the attacker these were logged, not
     * blocked.
     */
    denials: z.array(z.string()),
    /** The kernel, or the image, does not have what the attempt needs, so there was nothing to show. */
    isAbsent: z.literal(true).optional(),
  }),
);
export type DrillCell = z.infer<ReturnType<typeof drillCellSchema>>;

export const drillResultSchema = makeOnce(() =>
  z.strictObject({
    probe: z.string(),
    class: drillClassSchema(),
    /** What the probe attempts, in one sentence. */
    title: z.string(),
    expectedLayers: z.array(drillLayerSchema()),
    /** Describes the attempt with SELinux removed from the attacker, and every other layer kept. */
    without: drillCellSchema(),
    /** Describes the attempt with every layer active. */
    with: drillCellSchema(),
    /** Describes the attempts with another single layer removed, and SELinux active. */
    taken: z.array(
      z.strictObject({
        layer: drillLayerSchema(),
        cell: drillCellSchema(),
        withoutSelinux: drillCellSchema().nullable(),
      }),
    ),
    /**
     * True when it was blocked, with evidence, by an expected layer; in a drill across members on both, where it was
     * made on both. Where the cell
     * `with` is absent, it has neither passed nor failed.
     */
    pass: z.boolean(),
    /**
     * Describes the attempt with every layer active, and the victim on another member of the cluster. Only a drill
     * across members has it, and only for an attempt that needs no file of the victim by its path.
     */
    elsewhere: drillCellSchema().optional(),
    /** Lists the known vulnerabilities that begin with this attempt. */
    holes: z.array(z.string()).optional(),
  }),
);
export type DrillResult = z.infer<ReturnType<typeof drillResultSchema>>;

/**
 * Says whether a part of the kernel can be reached from a container. `not-run` means that the kernel does not have it,
 * or that the attempt showed no outcome.
 */
const drillSurfaceCellSchema = makeOnce(() =>
  z.strictObject({
    outcome: z.enum(['open', 'closed', 'not-run']),
    evidence: z.array(z.string()),
    /** Layers that, by the evidence, closed it. */
    closedBy: z.array(drillLayerSchema()),
    denials: z.array(z.string()),
  }),
);
export type DrillSurfaceCell = z.infer<ReturnType<typeof drillSurfaceCellSchema>>;

/**
 * A part of the kernel that programs in a container can reach or not. It is no layer of defence, so it neither passes
 * nor fails.
 */
const drillSurfaceSchema = makeOnce(() =>
  z.strictObject({
    probe: z.string(),
    title: z.string(),
    /** What needs it, and which vulnerabilities it has caused so far. */
    note: z.string(),
    with: drillSurfaceCellSchema(),
    /** Describes the attempt with SELinux removed; null where that was not tried. */
    without: drillSurfaceCellSchema().nullable(),
    /** Describes the attempt with the victim on another member of the cluster. Only a drill across members has it. */
    elsewhere: drillSurfaceCellSchema().optional(),
  }),
);
export type DrillSurface = z.infer<ReturnType<typeof drillSurfaceSchema>>;

/** A request to the attacker's web server and its answer, as they were sent. */
const drillExchangeSchema = makeOnce(() =>
  z.strictObject({
    request: z.string(),
    status: z.number().int(),
    answer: z.string(),
  }),
);
export type DrillExchange = z.infer<ReturnType<typeof drillExchangeSchema>>;

/** The request of the paper's experiment, once without SELinux on the attacker and once with it. */
const drillExperimentSchema = makeOnce(() =>
  z.strictObject({
    probe: z.string(),
    without: drillExchangeSchema().nullable(),
    with: drillExchangeSchema().nullable(),
    /** The kernel's record of the denial. */
    record: z.string().nullable(),
    /** What in the loaded policy denied it. */
    rule: z.string().nullable(),
  }),
);
export type DrillExperiment = z.infer<ReturnType<typeof drillExperimentSchema>>;

const drillChangeSchema = makeOnce(() =>
  z.strictObject({
    probe: z.string(),
    /** `new-hole`: it was blocked in the previous run. */
    kind: z.enum(['new-hole', 'closed', 'added', 'gone']),
  }),
);
export type DrillChange = z.infer<ReturnType<typeof drillChangeSchema>>;

const drillHostSchema = makeOnce(() =>
  z.strictObject({
    name: z.string(),
    kernel: z.string(),
    lxc: z.string().nullable(),
    selinux: z.enum(['enforcing', 'permissive', 'disabled']),
    policy: z.string().nullable(),
    /** Gives the SHA-256 of the policy that the kernel has loaded. */
    policySha256: z.string().nullable(),
    helper: z.string(),
  }),
);

const drillReportSchema = makeOnce(() =>
  z.strictObject({
    version: z.literal(1),
    id: z.string(),
    /** Says that only the requested probes were run; absent when all were. */
    isPartial: z.literal(true).optional(),
    /**
     * The administrator's container that was probed, with attempts that change nothing; absent for a drill between two
     * throw-away containers.
     */
    container: z.string().optional(),
    /**
     * The verdict of that container, the worse of the one before the run and the one after it, with its reasons in
     * English, since they are signed. Absent where no container is named, and in reports from before there were verdicts.
     */
    isolation: z
      .strictObject({
        state: verdictStateSchema(),
        reasons: z.array(z.string()),
        checkedAt: timeSchema().nullable(),
      })
      .optional(),
    /**
     * The members of a cluster of Incus between which it was tried: the attacker is on the first, the victim first there
     * and then on the second. Absent for any other drill.
     */
    members: z.strictObject({ first: z.string(), second: z.string() }).optional(),
    startedAt: timeSchema(),
    endedAt: timeSchema(),
    host: drillHostSchema(),
    results: z.array(drillResultSchema()),
    /** Absent in reports from before this was probed. */
    surface: z.array(drillSurfaceSchema()).optional(),
    experiments: z.array(drillExperimentSchema()),
    /** What this run does not show, and why. */
    limitations: z.array(z.string()),
    /** Compared with the previous run; null when there was none. */
    changes: z.array(drillChangeSchema()).nullable(),
    summary: z.strictObject({
      probes: z.number().int(),
      passed: z.number().int(),
      failed: z.number().int(),
      /** Probes without what they need in this kernel; absent when there was none. */
      absent: z.number().int().optional(),
    }),
  }),
);
export type DrillReport = z.infer<ReturnType<typeof drillReportSchema>>;

/** A report with hashes of its evidence, signed by the host's helper. */
export const signedDrillReportSchema = makeOnce(() =>
  z.strictObject({
    report: drillReportSchema(),
    /** Holds one hash for the JSON text of each part of the report. */
    hashes: z.array(z.strictObject({ part: z.string(), sha256: z.string() })),
    signature: z.strictObject({
      algorithm: z.literal('ed25519'),
      /** Holds the key as PEM. */
      publicKey: z.string(),
      /** The signature over the JSON text of `hashes`, base64. */
      value: z.string(),
    }),
  }),
);
export type SignedDrillReport = z.infer<ReturnType<typeof signedDrillReportSchema>>;

/** Accepts the time at which the run began, in UTC, and a few random digits. */
export const drillReportIdSchema = makeOnce(() =>
  z.string().regex(/^\d{8}T\d{6}Z-[0-9a-f]{6}$/, 'must be the id of a report, such as 20261125T014506Z-cbac9a'),
);

export const drillReportSummarySchema = makeOnce(() =>
  z.strictObject({
    id: drillReportIdSchema(),
    /** Names the probed container, as in the report. */
    container: z.string().optional(),
    /** Names the members of the drill, as in the report. */
    members: drillReportSchema().shape.members,
    startedAt: timeSchema(),
    probes: z.number().int(),
    passed: z.number().int(),
    failed: z.number().int(),
    absent: z.number().int().optional(),
    /** Probes that were blocked in the previous run, and are not blocked now. */
    newHoles: z.array(z.string()),
  }),
);
export type DrillReportSummary = z.infer<ReturnType<typeof drillReportSummarySchema>>;

/** The steps of a run, in order; each is reported when it begins. */
export const drillStepSchema = makeOnce(() =>
  z.enum([
    'check',
    'create',
    'linked-start',
    'plant',
    'with-selinux',
    'shared-namespaces',
    'without-seccomp',
    'without-capability-bounds',
    'make-permissive',
    'without-selinux',
    'without-selinux-shared',
    'report',
  ]),
);
export type DrillStep = z.infer<ReturnType<typeof drillStepSchema>>;

/** The steps of a drill on an administrator's container, in order. */
export const drillContainerStepSchema = makeOnce(() =>
  z.enum(['check', 'create', 'attack-it', 'attack-from-it', 'report']),
);
export type DrillContainerStep = z.infer<ReturnType<typeof drillContainerStepSchema>>;

/** The steps of a drill across members, in order. */
export const drillMembersStepSchema = makeOnce(() =>
  z.enum(['check', 'create', 'plant', 'attack-here', 'move', 'attack-there', 'report']),
);
export type DrillMembersStep = z.infer<ReturnType<typeof drillMembersStepSchema>>;

/** Gives the time of day, by the host's clock, at which a drill runs every night. */
export const drillScheduleSchema = makeOnce(() =>
  z.strictObject({
    at: timeOfDaySchema(),
    /** Gives the next time. A time at which the host was suspended or the helper did not run is left out. */
    nextAt: timeSchema(),
    /** Gives the user who scheduled it; the activity log lists its runs under this user. */
    uid: z.number().int(),
    user: z.string(),
  }),
);
export type DrillSchedule = z.infer<ReturnType<typeof drillScheduleSchema>>;
