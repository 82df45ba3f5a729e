// SPDX-License-Identifier: Apache-2.0
/** What a local change is, and who made it, on one line: for a comment or a title. */

import { localChangeWords } from '../../contract/wording/policy/describe-local-change.ts';
import type { LocalChange } from '../../contract/model/policy/local-change.ts';
import { englishOf } from '../../contract/text.ts';
import { escapeText } from '../escape-text.ts';

/** English, as the rest of what is exported. Harmless in a comment: it stays one line. */
export function remarkOn(change: LocalChange): string {
  const { change: made } = change;
  const by = made === null ? '' : ` (by ${made.user}, entry ${made.id} of Bulkhead's activity log)`;
  return escapeText(`${englishOf(localChangeWords(change))}${by}`);
}
