// SPDX-License-Identifier: Apache-2.0
/** What is asked of a log, as a person chooses it. */

import type { LogSource } from '../../../contract/model/logs/log-line.ts';
import type { ParamsInput } from '../../../contract/operations/index.ts';
import { serviceLimits } from '../../../contract/rules/service-limits.ts';
import { t } from '../../lib/language/t.ts';

/**
 * Has a message of its own, because other languages have another word here than for the start of a container that is
 * asked for.
 */
const startLabel = t('{what, select, other {Start}}', { what: 'log' });

export const sourceLabels: Readonly<Record<LogSource, { readonly label: string; readonly hint: string }>> = {
  journal: { label: t('Journal'), hint: t('What its services say: read by journalctl inside it, while it runs') },
  console: { label: t('Console'), hint: t('What it wrote to its console, the messages of its boot among it') },
  start: { label: startLabel, hint: t('What LXC said about its last start') },
};

/** Levels that are worth a choice: each with all that are more urgent. */
export const levelChoices: readonly (readonly [priority: number, label: string])[] = [
  [7, t('All levels')],
  [6, t('Info and above')],
  [5, t('Notices and above')],
  [4, t('Warnings and above')],
  [3, t('Errors only')],
];
const allLevels = 7;

export const timeChoices = {
  any: { label: t('Any time'), seconds: undefined },
  quarter: { label: t('Last 15 minutes'), seconds: 900 },
  hour: { label: t('Last hour'), seconds: 3600 },
  day: { label: t('Last 24 hours'), seconds: 86_400 },
  boot: { label: t('Since its start'), seconds: undefined },
  range: { label: t('From … to …'), seconds: undefined },
} as const;
export type TimeChoice = keyof typeof timeChoices;

/** How many of the latest lines are asked for; the next when somebody wants older ones. */
const lineSteps: readonly number[] = [2000, 10_000, serviceLimits.logLines.value];
const firstLines = lineSteps[0] ?? 2000;

/** Undefined when there are no more to be had. */
export function moreLines(lines: number): number | undefined {
  return lineSteps.find((step) => step > lines);
}

export interface LogChoice {
  readonly priority: number;
  readonly unit: string;
  readonly time: TimeChoice;
  /** Seconds since the epoch, for a chosen range; undefined for an open end. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly isFollowed: boolean;
  /** Keeps the lines that hold this text; all when it is empty. */
  readonly text: string;
  readonly lines: number;
}

export const firstChoice: LogChoice = {
  priority: allLevels,
  unit: '',
  time: 'any',
  from: undefined,
  to: undefined,
  isFollowed: true,
  text: '',
  lines: firstLines,
};

interface QueryContext {
  readonly name: string;
  readonly source: LogSource;
  /** Gives the time at which the container was started; null while it does not run. */
  readonly startedAt: number | null;
  readonly now: number;
}

/** What of a choice is of no use for a source is left out. */
export function queryOf(choice: LogChoice, { name, source, startedAt, now }: QueryContext): ParamsInput<'log.read'> {
  const { seconds } = timeChoices[choice.time];
  const isRange = choice.time === 'range';
  const since = {
    ...(seconds !== undefined && { since: now - seconds }),
    ...(choice.time === 'boot' && startedAt !== null && { since: startedAt }),
    ...(isRange && choice.from !== undefined && { since: choice.from }),
  };
  return {
    name,
    source,
    lines: choice.lines,
    isFollowed: followsNew(choice),
    ...since,
    ...(isRange && choice.to !== undefined && { until: choice.to }),
    ...(source !== 'console' && choice.priority < allLevels && { priority: choice.priority }),
    ...(source === 'journal' && choice.unit !== '' && { unit: choice.unit }),
    ...(choice.text !== '' && { text: choice.text }),
  };
}

/** A range that has an end has nothing new. */
export function followsNew({ isFollowed, time, to }: LogChoice): boolean {
  return isFollowed && !(time === 'range' && to !== undefined);
}
