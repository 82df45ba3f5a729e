// SPDX-License-Identifier: Apache-2.0
/**
 * The kinds of alert rules: what each watches, with which threshold and time. The form, the texts, the command line and
 * the guide are made from this table.
 */

import { t } from '../../text.ts';

/**
 * `level`: a value that has to stay at or above the threshold for the time. `state`: something that is so or not, and has
 * to last for the time; it has no threshold. `count`: events, of which as many as the threshold came within the time.
 */
type AlertMeasure = 'level' | 'state' | 'count';

export interface AlertKind {
  readonly title: string;
  /** Says whether the kind watches each container by itself, or the host. */
  readonly of: 'container' | 'host';
  readonly measure: AlertMeasure;
  /** What has happened to a container, by its name, or to "The host". It begins with that in every language. */
  readonly sentence: (who: string) => string;
  /** Gives the unit of the threshold and of the value, with its space; empty for numbers of events. */
  readonly unit: '' | ' %';
  /** Null where there is none. */
  readonly threshold: { readonly usual: number; readonly min: number; readonly max: number } | null;
  /** Seconds that it has to last, or within which events are counted. */
  readonly seconds: { readonly usual: number; readonly min: number; readonly max: number };
  readonly severity: 'warning' | 'critical';
  /** Says whether a new host begins with a rule of this kind. */
  readonly isUsual: boolean;
  /** Explains the kind in a full sentence, which becomes the documentation. */
  readonly meaning: string;
}

const minute = 60;
const hour = 3600;
const day = 24 * hour;
const lasting = { usual: 5 * minute, min: 0, max: day };
const percent = { usual: 90, min: 1, max: 100 };

const alertKinds = {
  'container-cpu': {
    title: t('Processor use of a container'),
    of: 'container',
    measure: 'level',
    sentence: (who) => t('{who} uses the processor', { who }),
    unit: ' %',
    threshold: { usual: 90, min: 1, max: 100_000 },
    seconds: lasting,
    severity: 'warning',
    isUsual: false,
    meaning: t('What a container uses of the processor, in per cent of one core.'),
  },
  'container-memory': {
    title: t('Memory of a container'),
    of: 'container',
    measure: 'level',
    sentence: (who) => t('{who} uses its memory limit', { who }),
    unit: ' %',
    threshold: percent,
    seconds: lasting,
    severity: 'warning',
    isUsual: true,
    meaning: t('What a container uses of its memory limit; nothing is measured of one without a limit.'),
  },
  'container-pressure': {
    title: t('Memory pressure of a container'),
    of: 'container',
    measure: 'level',
    sentence: (who) => t('{who} waits for memory', { who }),
    unit: ' %',
    threshold: { usual: 20, min: 1, max: 100 },
    seconds: lasting,
    severity: 'warning',
    isUsual: false,
    meaning: t('In how much of the last 10 seconds at least one task of a container waited for memory.'),
  },
  'container-disk': {
    title: t('Disk space of a container'),
    of: 'container',
    measure: 'level',
    sentence: (who) => t('{who} uses its disk space', { who }),
    unit: ' %',
    threshold: percent,
    seconds: { ...lasting, usual: minute },
    severity: 'warning',
    isUsual: true,
    meaning: t('What the layer of a running container takes of the disk space that it may take now.'),
  },
  'host-cpu': {
    title: t('Processor use of the host'),
    of: 'host',
    measure: 'level',
    sentence: (who) => t('{who} uses its processor', { who }),
    unit: ' %',
    threshold: { ...percent, usual: 95 },
    seconds: { ...lasting, usual: 10 * minute },
    severity: 'warning',
    isUsual: false,
    meaning: t('What the host uses of all its cores together.'),
  },
  'host-memory': {
    title: t('Memory of the host'),
    of: 'host',
    measure: 'level',
    sentence: (who) => t('{who} uses its memory', { who }),
    unit: ' %',
    threshold: percent,
    seconds: lasting,
    severity: 'critical',
    isUsual: true,
    meaning: t('What of the memory of the host cannot be given to a new program.'),
  },
  'host-disk': {
    title: t('Disk space of the host'),
    of: 'host',
    measure: 'level',
    sentence: (who) => t('{who} uses the disk of its containers', { who }),
    unit: ' %',
    threshold: percent,
    seconds: { ...lasting, usual: minute },
    severity: 'critical',
    isUsual: true,
    meaning: t('What is used of the file system that holds the layers of containers.'),
  },
  'neighbour-table': {
    title: t('Neighbour table of the host'),
    of: 'host',
    measure: 'level',
    sentence: (who) => t('{who} uses its neighbour table', { who }),
    unit: ' %',
    threshold: { ...percent, usual: 50 },
    seconds: { ...lasting, usual: minute },
    severity: 'critical',
    isUsual: true,
    meaning: t("What is used of the kernel's table of neighbours (ARP and IPv6), which all containers share."),
  },
  'connection-table': {
    title: t('Connection table of the host'),
    of: 'host',
    measure: 'level',
    sentence: (who) => t('{who} uses its connection table', { who }),
    unit: ' %',
    threshold: { ...percent, usual: 50 },
    seconds: { ...lasting, usual: minute },
    severity: 'critical',
    isUsual: true,
    meaning: t("What is used of the kernel's table of tracked connections, which all containers with NAT share."),
  },
  oom: {
    title: t('Out of memory'),
    of: 'container',
    measure: 'count',
    sentence: (who) => t('{who} lost processes to the OOM killer', { who }),
    unit: '',
    threshold: { usual: 1, min: 1, max: 10_000 },
    seconds: { usual: 10 * minute, min: minute, max: day },
    severity: 'critical',
    isUsual: true,
    meaning: t("How often the kernel's OOM killer ended a process of a container."),
  },
  'container-stopped': {
    title: t('A container stopped'),
    of: 'container',
    measure: 'state',
    sentence: (who) => t('{who} does not run any more', { who }),
    unit: '',
    threshold: null,
    seconds: { usual: minute, min: 0, max: day },
    severity: 'critical',
    isUsual: false,
    meaning: t('A container that ran is stopped, also by a person; one that is removed is left out.'),
  },
  'restart-loop': {
    title: t('Restart loop'),
    of: 'container',
    measure: 'count',
    sentence: (who) => t('{who} was started again and again', { who }),
    unit: '',
    threshold: { usual: 3, min: 2, max: 1000 },
    seconds: { usual: 10 * minute, min: minute, max: day },
    severity: 'critical',
    isUsual: true,
    meaning: t('How often a container was started.'),
  },
  denials: {
    title: t('Burst of denials'),
    of: 'container',
    measure: 'count',
    sentence: (who) => t('{who} was denied accesses', { who }),
    unit: '',
    threshold: { usual: 100, min: 1, max: 1_000_000 },
    seconds: { usual: minute, min: 10, max: day },
    severity: 'warning',
    isUsual: true,
    meaning: t('How often SELinux denied something to a container.'),
  },
  'new-cause': {
    title: t('New cause of denials'),
    of: 'container',
    measure: 'count',
    sentence: (who) => t('{who} was denied something for a cause that is new on this host', { who }),
    unit: '',
    threshold: { usual: 1, min: 1, max: 1000 },
    seconds: { usual: hour, min: minute, max: day },
    severity: 'warning',
    isUsual: false,
    meaning: t('How many causes of denials a container has that this host did not know.'),
  },
  'new-hole': {
    title: t('Drill: no longer blocked'),
    of: 'host',
    measure: 'count',
    sentence: (who) => t('{who} no longer blocks probes of the drill that it blocked before', { who }),
    unit: '',
    threshold: { usual: 1, min: 1, max: 100 },
    seconds: { usual: day, min: hour, max: 7 * day },
    severity: 'critical',
    isUsual: true,
    meaning: t('How many probes of a drill were blocked in the run before and are not blocked now.'),
  },
  'log-suspended': {
    title: t('Log of denials suspended'),
    of: 'host',
    measure: 'state',
    sentence: (who) => t('{who} does not write its log of denials', { who }),
    unit: '',
    threshold: null,
    seconds: { usual: 0, min: 0, max: day },
    severity: 'critical',
    isUsual: true,
    meaning: t('auditd runs and has stopped writing its log: what is denied leaves no trace on the disk.'),
  },
  'not-enforced': {
    title: t('A container is not isolated'),
    of: 'container',
    measure: 'state',
    sentence: (who) => t('{who} is not isolated', { who }),
    unit: '',
    threshold: null,
    seconds: { usual: 30, min: 0, max: day },
    severity: 'critical',
    isUsual: true,
    meaning: t(
      'The verdict on a running container of Bulkhead is that it is not isolated; one that learns is left out.',
    ),
  },
  'snapshot-failed': {
    title: t('A scheduled snapshot failed'),
    of: 'container',
    measure: 'state',
    sentence: (who) => t('{who} has no new snapshot, since its schedule could not take one', { who }),
    unit: '',
    threshold: null,
    seconds: { usual: 0, min: 0, max: day },
    severity: 'warning',
    isUsual: true,
    meaning: t('The last snapshot that the schedule of a container was to take failed, and it has taken none since.'),
  },
  'backup-failed': {
    title: t('A scheduled backup failed'),
    of: 'container',
    measure: 'state',
    sentence: (who) => t('{who} has no new backup, since a job could not take one', { who }),
    unit: '',
    threshold: null,
    seconds: { usual: 0, min: 0, max: day },
    severity: 'warning',
    isUsual: true,
    meaning: t('The last backup that a job was to take of a container failed, and it has taken none since.'),
  },
  'backup-job-failed': {
    title: t('A job of backups failed'),
    of: 'host',
    measure: 'state',
    sentence: (who) => t('{who} has a job of backups that failed, or that could not remove older ones', { who }),
    unit: '',
    threshold: null,
    seconds: { usual: 0, min: 0, max: day },
    severity: 'warning',
    isUsual: true,
    meaning: t(
      'The last run of a job of backups failed as a whole, or could not remove older backups: its repository is missing, for example.',
    ),
  },
} as const satisfies Record<string, AlertKind>;

export type AlertKindName = keyof typeof alertKinds;

export const alertKindNames = Object.keys(alertKinds) as [AlertKindName, ...AlertKindName[]];

/** The entry of a kind, with the type that all entries share. */
export function alertKindOf(name: AlertKindName): AlertKind {
  return alertKinds[name];
}
