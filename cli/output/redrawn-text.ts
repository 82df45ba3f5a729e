// SPDX-License-Identifier: Apache-2.0
/** Text on a terminal that is drawn again in its own place. */

import type { OutputStream } from '../command-environment.ts';
import type { Output } from './output.ts';
import { eraseLines } from './own-sequences.ts';

const usualRows = 24;

/** Each call replaces what the one before wrote. Lines that the terminal has no room for are counted, not shown. */
export function createRedrawnText(output: Output, { rows = usualRows }: OutputStream): (text: string) => Promise<void> {
  let before = 0;
  return async (text) => {
    const lines = text.trimEnd().split('\n');
    const room = Math.max(2, rows - 1);
    const shown = lines.length <= room ? lines : [...lines.slice(0, room - 1), `and ${lines.length - room + 1} more`];
    await output.write(`${before === 0 ? '' : eraseLines(before)}${shown.join('\n')}\n`);
    before = shown.length;
  };
}
