// SPDX-License-Identifier: Apache-2.0
/** A line that a container wrote to its console, as a line of its log. */

import { decodeBytes } from '../../../../audit/records/decode-text.ts';
import type { LogLine } from '../../../../contract/model/logs/log-line.ts';
import { messageText } from '../message-text.ts';
import type { SplitLine } from '../split-lines.ts';

/**
 * Whole sequences that only move, colour and ask a terminal (CSI, OSC, DCS, character sets): systemd writes many while
 * it boots. What is no whole sequence stays, and is made visible where it is shown.
 */
const sequences = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\|[()][0-9A-Z]|[=>78c])/g;

/** `time` is when it was read, for one that was followed. */
export function consoleLine({ text, isCut }: SplitLine, time: number | null): LogLine {
  return {
    time,
    priority: null,
    unit: null,
    identifier: null,
    pid: null,
    ...messageText(decodeBytes(text).replace(sequences, '').replace(/\r+$/, ''), isCut),
  };
}
