// SPDX-License-Identifier: Apache-2.0
/** What becomes of a line. */

import type { GivenAdoptionLine } from '../../../../contract/model/containers/adoption.ts';
import type { Words } from '../../../../contract/text.ts';
import type { SourcedLine } from '../../../lxc/included-configuration.ts';

export type Verdict = Pick<GivenAdoptionLine, 'outcome' | 'note'>;

/** The key is the line itself, since two may be alike. */
export type Verdicts = ReadonlyMap<SourcedLine, Verdict>;

/** What is chosen by some lines, and what becomes of each of these. */
export interface Judged<Choice> {
  readonly choice: Choice;
  readonly verdicts: Verdicts;
}

/** Each note is a sentence. */
export const kept = (note: Words): Verdict => ({ outcome: 'kept', note });
export const replaced = (note: Words): Verdict => ({ outcome: 'replaced', note });
export const leftOut = (note: Words): Verdict => ({ outcome: 'left-out', note });
