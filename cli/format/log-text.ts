// SPDX-License-Identifier: Apache-2.0
/** Lines of a container's log as people and scripts read them. All that the container wrote is escaped. */

import { type LogLine, logPriorities } from '../../contract/model/logs/log-line.ts';
import { escapeText } from '../../report/escape-text.ts';
import { formatTime } from '../../report/format-time.ts';
import { jsonText } from '../output/json-text.ts';
import type { Colour, Paint } from '../../report/paint.ts';

const cutMark = ' … (cut)';

/** A message of several lines is as many lines, of which those after the first are set in. */
export function logText(line: LogLine, format: 'short' | 'message', paint: Paint): string {
  const [first = '', ...more] = `${line.message}${line.isCut ? cutMark : ''}`.split('\n').map(escapeText);
  const colour = colourOf(line.priority);
  const head = format === 'message' ? '' : headOf(line);
  const indent = format === 'message' ? '' : '    ';
  return [head + paint(first, colour), ...more.map((text) => indent + paint(text, colour))]
    .map((text) => `${text}\n`)
    .join('');
}

/** Writes a line of the interface for scripts: fields are added, never renamed. */
export function logJson({ time, priority, unit, identifier, pid, message, isCut }: LogLine): string {
  const level = priority === null ? null : logPriorities[priority];
  return `${jsonText({ time, priority: level, unit, identifier, pid, message, cut: isCut })}\n`;
}

function headOf({ time, identifier, pid }: LogLine): string {
  const when = time === null ? '' : `${formatTime(time)} `;
  const program = identifier === null ? '' : `${escapeText(identifier)}${pid === null ? '' : `[${pid}]`}: `;
  return when + program;
}

function colourOf(priority: number | null): Colour | undefined {
  if (priority === null) return undefined;
  if (priority <= 3) return 'red';
  if (priority === 4) return 'yellow';
  return priority === 7 ? 'dim' : undefined;
}
