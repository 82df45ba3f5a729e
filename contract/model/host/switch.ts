// SPDX-License-Identifier: Apache-2.0
/** Describes the switch of a host to SELinux: where it stands, what comes next, and what enforcing would break. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { timeSchema } from '../names.ts';
import { wordsSchema } from '../words.ts';

/**
 * `off`: the kernel runs without SELinux, often with AppArmor. `prepared`: the next boot has SELinux, permissive.
 * `labelling`: SELinux is on, and files do not have their labels yet. `watching`: permissive, with labels. `trial`:
 * enforcing until a time, or until it is confirmed. `returning`: the next boot is without SELinux again.
 */
const switchStageSchema = makeOnce(() =>
  z.enum(['off', 'prepared', 'labelling', 'watching', 'trial', 'enforcing', 'returning']),
);
export type SwitchStage = z.infer<ReturnType<typeof switchStageSchema>>;

/** The steps that change the host. */
export const switchStepSchema = makeOnce(() => z.enum(['prepare', 'enforce', 'confirm', 'back']));
export type SwitchStep = z.infer<ReturnType<typeof switchStepSchema>>;

const words = makeOnce(() => z.array(wordsSchema()));
const count = makeOnce(() => z.number().int().nonnegative());

export const switchStatusSchema = makeOnce(() =>
  z.strictObject({
    stage: switchStageSchema(),
    /** The security modules that the kernel runs now, as it names them. */
    modules: z.array(z.string()),
    /** What /etc/selinux/config says of the next boot; null where it says nothing. */
    configured: z.string().nullable(),
    /** Gives the time at which the trial ends by itself; null without one. */
    trialEndsAt: timeSchema().nullable(),
    /** Says in one sentence what comes next, and by which command; null where no command has to be run. */
    next: z.strictObject({ summary: wordsSchema(), command: z.string().nullable() }),
    /** What is not as the last step left it: files that were edited by hand, a step that was cut off. */
    remarks: words(),
  }),
);
export type SwitchStatus = z.infer<ReturnType<typeof switchStatusSchema>>;
export type GivenSwitchStatus = z.input<ReturnType<typeof switchStatusSchema>>;

const labelledSchema = makeOnce(() =>
  z.strictObject({
    path: z.string(),
    type: z.string(),
    /** Inodes in use; null where the file system does not count them. */
    files: count().nullable(),
  }),
);

export const switchPlanSchema = makeOnce(() =>
  z.strictObject({
    /** For each step, what it does, in its order. */
    steps: z.record(switchStepSchema(), words()),
    /** What keeps the first step from being done, each with what to do. */
    obstacles: words(),
    /** Packages that have to be installed first. */
    missingPackages: z.array(z.string()),
    labelling: z.strictObject({
      fileSystems: z.array(labelledSchema()),
      files: count(),
      /**
       * Gives the time on a disk that answers from memory (`minSeconds`), and on one that reads each inode
       * (`maxSeconds`).
       */
      minSeconds: count(),
      maxSeconds: count(),
      /** Says where the rates behind the seconds come from. */
      basis: wordsSchema(),
    }),
    /** Profiles of AppArmor that are loaded, by name and mode; none of them holds after the reboot. */
    profiles: z.array(z.strictObject({ name: z.string(), mode: z.string() })),
    /** What becomes of other engines of containers, and of what else needs AppArmor. */
    consequences: words(),
    /** Services that run now: those whose denials are to be looked at. */
    services: z.array(z.string()),
    /** How to come back, also where the host does not come up. */
    wayBack: words(),
    neededBytes: count(),
    /** Gives the free space on the file system of /var; null where it cannot be read. */
    freeBytes: count().nullable(),
  }),
);
export type SwitchPlan = z.infer<ReturnType<typeof switchPlanSchema>>;
export type GivenSwitchPlan = z.input<ReturnType<typeof switchPlanSchema>>;

const wouldBeDeniedSchema = makeOnce(() =>
  z.strictObject({
    /** The group of denials, for `bulkheadctl explain`. */
    group: z.string(),
    what: wordsSchema(),
    count: count(),
    last: timeSchema(),
    /** What would allow it, narrowest first choice; `command` is null where nothing should be changed. */
    remedy: z.strictObject({ summary: wordsSchema(), command: z.string().nullable() }),
  }),
);

export const switchWatchSchema = makeOnce(() =>
  z.strictObject({
    /** Gives the time since which denials are collected; null before that. */
    since: timeSchema().nullable(),
    /** What the host has been through since then. */
    seen: z.strictObject({ boots: count(), seconds: count(), upgrades: count(), cronRuns: count() }),
    /** What it has not been through yet, each with what to do. */
    unseen: words(),
    /** What enforcing would deny to services of the host. */
    services: z.array(
      z.strictObject({
        domain: z.string(),
        /** Units of systemd that run in this domain now. */
        units: z.array(z.string()),
        denials: z.array(wouldBeDeniedSchema()),
      }),
    ),
    /** What is denied on every host with this policy, and breaks nothing. */
    noise: z.array(z.strictObject({ what: wordsSchema(), count: count() })),
    noiseReason: wordsSchema(),
    /** Groups of denials of containers and of Bulkhead itself, which are judged elsewhere. */
    others: count(),
  }),
);
export type SwitchWatch = z.infer<ReturnType<typeof switchWatchSchema>>;
export type GivenSwitchWatch = z.input<ReturnType<typeof switchWatchSchema>>;

/** Limits the time for which enforcing is tried, in seconds. */
export const trialSeconds = { min: 60, usual: 300, max: 3600 } as const;

/** What a person types for each step. */
export const switchCommands = {
  status: 'bulkheadctl selinux status',
  plan: 'bulkheadctl selinux plan',
  prepare: 'bulkheadctl selinux prepare',
  reboot: 'systemctl reboot',
  watch: 'bulkheadctl selinux watch',
  enforce: 'bulkheadctl selinux enforce',
  confirm: 'bulkheadctl selinux confirm',
  back: 'bulkheadctl selinux back',
} as const;
