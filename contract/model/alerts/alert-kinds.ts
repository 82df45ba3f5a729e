// SPDX-License-Identifier: Apache-2.0
/**
 * The kinds of alert rules: what each watches, with which threshold and time. The form, the texts, the command line and
 * the guide are made from this table.
 */

/**
 * `level`: a value that has to stay at or above the threshold for the time. `state`: something that is so or not, and has
 * to last for the time; it has no threshold. `count`: events, of which as many as the threshold came within the time.
 */
type AlertMeasure = 'level' | 'state' | 'count';

export interface AlertKind {
  readonly title: string;
  /** Whether it watches each container by itself, or the host. */
  readonly of: 'container' | 'host';
  readonly measure: AlertMeasure;
  /** What has happened, after the name of the container or "The host". */
  readonly what: string;
  /** Unit of the threshold and of the value, with its space; empty for numbers of events. */
  readonly unit: '' | ' %';
  /** Null where there is none. */
  readonly threshold: { readonly usual: number; readonly min: number; readonly max: number } | null;
  /** Seconds that it has to last, or within which events are counted. */
  readonly seconds: { readonly usual: number; readonly min: number; readonly max: number };
  readonly severity: 'warning' | 'critical';
  /** Whether a new host begins with a rule of this kind. */
  readonly isUsual: boolean;
  /** A full sentence; it becomes the documentation. */
  readonly meaning: string;
}

const minute = 60;
const hour = 3600;
const day = 24 * hour;
const lasting = { usual: 5 * minute, min: 0, max: day };
const percent = { usual: 90, min: 1, max: 100 };

const alertKinds = {
  'container-cpu': {
    title: 'Processor use of a container',
    of: 'container',
    measure: 'level',
    what: 'uses the processor',
    unit: ' %',
    threshold: { usual: 90, min: 1, max: 100_000 },
    seconds: lasting,
    severity: 'warning',
    isUsual: false,
    meaning: 'What a container uses of the processor, in per cent of one core.',
  },
  'container-memory': {
    title: 'Memory of a container',
    of: 'container',
    measure: 'level',
    what: 'uses its memory limit',
    unit: ' %',
    threshold: percent,
    seconds: lasting,
    severity: 'warning',
    isUsual: true,
    meaning: 'What a container uses of its memory limit; nothing is measured of one without a limit.',
  },
  'container-disk': {
    title: 'Disk space of a container',
    of: 'container',
    measure: 'level',
    what: 'uses its disk space',
    unit: ' %',
    threshold: percent,
    seconds: { ...lasting, usual: minute },
    severity: 'warning',
    isUsual: true,
    meaning: 'What the layer of a running container takes of the disk space that it may take now.',
  },
  'host-cpu': {
    title: 'Processor use of the host',
    of: 'host',
    measure: 'level',
    what: 'uses its processor',
    unit: ' %',
    threshold: { ...percent, usual: 95 },
    seconds: { ...lasting, usual: 10 * minute },
    severity: 'warning',
    isUsual: false,
    meaning: 'What the host uses of all its cores together.',
  },
  'host-memory': {
    title: 'Memory of the host',
    of: 'host',
    measure: 'level',
    what: 'uses its memory',
    unit: ' %',
    threshold: percent,
    seconds: lasting,
    severity: 'critical',
    isUsual: true,
    meaning: 'What of the memory of the host cannot be given to a new program.',
  },
  'host-disk': {
    title: 'Disk space of the host',
    of: 'host',
    measure: 'level',
    what: 'uses the disk of its containers',
    unit: ' %',
    threshold: percent,
    seconds: { ...lasting, usual: minute },
    severity: 'critical',
    isUsual: true,
    meaning: 'What is used of the file system that holds the layers of containers.',
  },
  oom: {
    title: 'Out of memory',
    of: 'container',
    measure: 'count',
    what: 'lost processes to the OOM killer',
    unit: '',
    threshold: { usual: 1, min: 1, max: 10_000 },
    seconds: { usual: 10 * minute, min: minute, max: day },
    severity: 'critical',
    isUsual: true,
    meaning: "How often the kernel's OOM killer ended a process of a container.",
  },
  'container-stopped': {
    title: 'A container stopped',
    of: 'container',
    measure: 'state',
    what: 'does not run any more',
    unit: '',
    threshold: null,
    seconds: { usual: minute, min: 0, max: day },
    severity: 'critical',
    isUsual: false,
    meaning: 'A container that ran is stopped, also by a person; one that is removed is left out.',
  },
  'restart-loop': {
    title: 'Restart loop',
    of: 'container',
    measure: 'count',
    what: 'was started again and again',
    unit: '',
    threshold: { usual: 3, min: 2, max: 1000 },
    seconds: { usual: 10 * minute, min: minute, max: day },
    severity: 'critical',
    isUsual: true,
    meaning: 'How often a container was started.',
  },
  denials: {
    title: 'Burst of denials',
    of: 'container',
    measure: 'count',
    what: 'was denied accesses',
    unit: '',
    threshold: { usual: 100, min: 1, max: 1_000_000 },
    seconds: { usual: minute, min: 10, max: day },
    severity: 'warning',
    isUsual: true,
    meaning: 'How often SELinux denied something to a container.',
  },
  'new-cause': {
    title: 'New cause of denials',
    of: 'container',
    measure: 'count',
    what: 'was denied something for a cause that is new on this host',
    unit: '',
    threshold: { usual: 1, min: 1, max: 1000 },
    seconds: { usual: hour, min: minute, max: day },
    severity: 'warning',
    isUsual: false,
    meaning: 'How many causes of denials a container has that this host did not know.',
  },
  'new-hole': {
    title: 'New hole of a drill',
    of: 'host',
    measure: 'count',
    what: 'no longer blocks attempts of the drill that it blocked before',
    unit: '',
    threshold: { usual: 1, min: 1, max: 100 },
    seconds: { usual: day, min: hour, max: 7 * day },
    severity: 'critical',
    isUsual: true,
    meaning: 'How many attempts of a drill were blocked in the run before and are not blocked now.',
  },
  'log-suspended': {
    title: 'Log of denials suspended',
    of: 'host',
    measure: 'state',
    what: 'does not write its log of denials',
    unit: '',
    threshold: null,
    seconds: { usual: 0, min: 0, max: day },
    severity: 'critical',
    isUsual: true,
    meaning: 'auditd runs and has stopped writing its log: what is denied leaves no trace on the disk.',
  },
  'not-enforced': {
    title: 'A container is not confined',
    of: 'container',
    measure: 'state',
    what: 'runs without SELinux enforcing its confinement',
    unit: '',
    threshold: null,
    seconds: { usual: 30, min: 0, max: day },
    severity: 'critical',
    isUsual: true,
    meaning:
      'A running container of Bulkhead is permissive or unconfined; one that learns is left out while it learns.',
  },
  'snapshot-failed': {
    title: 'A scheduled snapshot failed',
    of: 'container',
    measure: 'state',
    what: 'has no new snapshot, since its schedule could not take one',
    unit: '',
    threshold: null,
    seconds: { usual: 0, min: 0, max: day },
    severity: 'warning',
    isUsual: true,
    meaning: 'The last snapshot that the schedule of a container was to take failed, and it has taken none since.',
  },
} as const satisfies Record<string, AlertKind>;

export type AlertKindName = keyof typeof alertKinds;

export const alertKindNames = Object.keys(alertKinds) as [AlertKindName, ...AlertKindName[]];

/** The entry of a kind, with the type that all entries share. */
export function alertKindOf(name: AlertKindName): AlertKind {
  return alertKinds[name];
}
