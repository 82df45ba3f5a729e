// SPDX-License-Identifier: Apache-2.0
/**
 * Describes the verdict of isolation: what is said of a container, of a host or of a map wherever isolation is shown.
 * Only the functions of this folder make one, and a schema reads one that the helper sent.
 */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { say, type Words } from '../../text.ts';
import { timeSchema } from '../names.ts';
import { keptWordsSchema } from '../words.ts';

/**
 * Worst first, which is the order of lists. `isolated`: SELinux enforces, and a check of now found nothing.
 * `isolated-with-remarks`: it holds, but something weakens it. `not-isolated`: something is reached, or is only logged.
 * `unknown`: not all that a verdict needs is known, or what is known is of another time. `not-running`: nothing runs that
 * could be isolated.
 */
export const verdictStates = ['not-isolated', 'unknown', 'isolated-with-remarks', 'not-running', 'isolated'] as const;
export type VerdictState = (typeof verdictStates)[number];
export const verdictStateSchema = makeOnce(() => z.enum(verdictStates));

/** Says each verdict in a word, for a filter and for a column with the heading "isolated". */
export const verdictTerms: Readonly<Record<VerdictState, string>> = {
  isolated: 'yes',
  'isolated-with-remarks': 'remarks',
  'not-isolated': 'no',
  unknown: 'unknown',
  'not-running': 'not-running',
};

/** The brand is what the signs of isolation demand: no other object with these fields is one. */
const brandedVerdictSchema = makeOnce(() =>
  z
    .strictObject({
      state: verdictStateSchema(),
      /** Sentences, the weightiest first; at least one. */
      reasons: z.array(keptWordsSchema()),
      /** Gives the time at which the check ended that the verdict rests on; null when it rests on none. */
      checkedAt: timeSchema().nullable(),
    })
    .brand<'Verdict'>(),
);
export type Verdict = z.infer<ReturnType<typeof brandedVerdictSchema>>;

interface VerdictParts {
  readonly state: VerdictState;
  readonly reasons: readonly Words[];
  readonly checkedAt: number | null;
}

/** Makes a verdict. Only the functions of this folder may call it, which ESLint checks. */
export function makeVerdict({ state, reasons, checkedAt }: VerdictParts): Verdict {
  const time = Number.isFinite(checkedAt) ? checkedAt : null;
  return { state, reasons: [...reasons], checkedAt: time } as unknown as Verdict;
}

/**
 * Is the verdict of a container that nobody has judged: the helper gives no verdicts, or the container is just being
 * read.
 */
export const notJudged: Verdict = makeVerdict({
  state: 'unknown',
  reasons: [say('The helper gives no verdict on it.')],
  checkedAt: null,
});

/** Accepts the verdict of a container. Where an older helper gives none, the container is not judged. */
export const verdictSchema = makeOnce(() => brandedVerdictSchema().default(notJudged));

/** The verdict for who no longer hears of the host: what was known last, and that it is not known now. */
export function forgetVerdict({ state, reasons, checkedAt }: Verdict): Verdict {
  const unheard = say('No connection to the host: this was known last.');
  return makeVerdict({
    state: state === 'not-isolated' ? state : 'unknown',
    reasons: [unheard, ...reasons],
    checkedAt,
  });
}
