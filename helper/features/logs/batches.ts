// SPDX-License-Identifier: Apache-2.0
/** Divides lines among items, of which none is large: a reader that is slow holds up little. */

import type { LogLine } from '../../../contract/model/logs/log-line.ts';
import type { Item } from '../../../contract/operations/index.ts';

const maxLines = 500;
const maxCharacters = 256 * 1024;

/** Gives what was there already; nothing for no lines. */
export function* inBatches(lines: readonly LogLine[]): Generator<Item<'log.read'>, void, undefined> {
  let batch: LogLine[] = [];
  let characters = 0;
  for (const line of lines) {
    batch.push(line);
    characters += line.message.length;
    if (batch.length < maxLines && characters < maxCharacters) continue;
    yield { lines: batch, isCaughtUp: false };
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield { lines: batch, isCaughtUp: false };
}
