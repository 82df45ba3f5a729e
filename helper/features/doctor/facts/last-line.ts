// SPDX-License-Identifier: Apache-2.0
/** The last line of a unit's journal that says why it failed. */

import { visibleLine } from '../../../system/visible-line.ts';

/** Characters that are shown of it. */
const maxCharacters = 300;

/** What systemd says of every unit that fails: that it did. */
const routine = [
  /^(?:Starting|Started|Stopping|Stopped|Failed to start|Closed|Listening on) /,
  /: (?:Main process exited|Failed with result|Scheduled restart job|Start request repeated|Deactivated|Consumed) ?/,
];

/**
 * Takes what journalctl prints, the newest last, and gives one line that can be shown whatever is in it: without
 * controls, and with an end. Lines of routine count only where there are no others. Undefined when there is none.
 */
export function lastLineOf(text: string): string | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const line = lines.findLast((one) => !routine.some((pattern) => pattern.test(one))) ?? lines.at(-1);
  if (line === undefined) return undefined;
  const shown = visibleLine(line.slice(0, maxCharacters));
  return line.length > maxCharacters ? `${shown} …` : shown;
}
