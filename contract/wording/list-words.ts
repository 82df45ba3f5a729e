// SPDX-License-Identifier: Apache-2.0
/** Names in a sentence. */

import { joinWords, say, type Words } from '../text.ts';

/** `web, db and mail`. */
export function listWords(names: readonly Words[]): Words {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : say('{names} and {last}', { names: joinWords(names.slice(0, -1), ', '), last });
}
