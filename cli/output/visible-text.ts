// SPDX-License-Identifier: Apache-2.0
/**
 * The last thing that happens to text before it leaves for people: whatever a command forgot to escape does nothing to a
 * terminal. Lines of its own are what only the command can prevent, since it alone knows where one ends.
 */

import { escapeText } from '../../report/escape-text.ts';
import { ownSequences } from './own-sequences.ts';

/** Own sequences, which stay as they are, or what is to be escaped. */
const parts = new RegExp(`(${ownSequences})|(?![\\n\\t])[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}]`, 'gu');

/** `hasSequences`: whether the reader is a terminal, for which colours are written. */
export function visibleText(text: string, { hasSequences }: { readonly hasSequences: boolean }): string {
  return text.replace(parts, (part: string, own: string | undefined) =>
    own !== undefined && hasSequences ? own : escapeText(part),
  );
}
