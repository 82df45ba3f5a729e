// SPDX-License-Identifier: Apache-2.0
/** A line of the log that LXC wrote about a start, as a line of the container's log. */

import { decodeBytes } from '../../../../audit/records/decode-text.ts';
import { type LogLine, logPriorities, type LogPriority } from '../../../../contract/model/logs/log-line.ts';
import { parseStartLine } from '../../../lxc/start-log.ts';
import { messageText } from '../message-text.ts';
import type { SplitLine } from '../split-lines.ts';

/** LXC's levels; TRACE is below all of syslog's. */
const levels: Readonly<Record<string, LogPriority>> = {
  TRACE: 'debug',
  DEBUG: 'debug',
  INFO: 'info',
  NOTICE: 'notice',
  WARN: 'warning',
  ERROR: 'err',
  CRIT: 'crit',
  ALERT: 'alert',
  FATAL: 'emerg',
};

export function startLine({ text, isCut }: SplitLine): LogLine {
  const { program, time, level, category, message } = parseStartLine(decodeBytes(text));
  const priority = level === undefined ? undefined : levels[level];
  return {
    time: time ?? null,
    priority: priority === undefined ? null : logPriorities.indexOf(priority),
    unit: null,
    identifier: program === undefined ? null : `${program}${category === undefined ? '' : ` ${category}`}`,
    pid: null,
    ...messageText(message, isCut),
  };
}
