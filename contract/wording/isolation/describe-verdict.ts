// SPDX-License-Identifier: Apache-2.0
/** Writes a verdict of isolation as one text: its state, its reasons in order, and how old it is. */

import type { VerdictState } from '../../model/isolation/verdict.ts';
import { type Phrase, say, t, textOf, type Words } from '../../text.ts';

interface DescribedVerdict {
  readonly state: VerdictState;
  readonly reasons: readonly Words[];
  readonly checkedAt: number | null;
}

const states: Readonly<Record<VerdictState, Phrase>> = {
  isolated: say('isolated'),
  'isolated-with-remarks': say('isolated with remarks'),
  'not-isolated': say('not isolated'),
  unknown: say('unknown'),
  'not-running': say('not running'),
};

/** Takes the time from which its age is counted, in seconds since the epoch. */
export function describeVerdict({ state, reasons, checkedAt }: DescribedVerdict, now: number): string {
  const age = checkedAt === null ? [] : [describeAge(now - checkedAt)];
  return [`${describeVerdictState(state)}.`, ...reasons.map(textOf), ...age].join(' ');
}

/** Gives the state in words: "isolated with remarks". */
export function describeVerdictState(state: VerdictState): string {
  return textOf(states[state]);
}

/** A clock that was set back makes a check of the future. */
function describeAge(seconds: number): string {
  if (seconds < -1) return t('Checked at a time that is still to come.');
  if (seconds < 120) return t('Checked {count} s ago.', { count: Math.max(0, Math.round(seconds)) });
  if (seconds < 7200) return t('Checked {count} min ago.', { count: Math.round(seconds / 60) });
  return t('Checked {count} h ago.', { count: Math.round(seconds / 3600) });
}
