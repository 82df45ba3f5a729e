// SPDX-License-Identifier: Apache-2.0
/**
 * Gives a user's messages their turns, no more text in a second than is declared: to parse a large message takes
 * milliseconds, in which everybody else waits.
 */

import type { MessageTurns } from '../server/message-turns.ts';
import type { Rates } from '../system/work/rates.ts';

/** Who sent a message, and how many bytes of JSON it has. */
interface ArrivedText {
  readonly uid: number;
  readonly textBytes: number;
}

export type TextTurns = (text: ArrivedText, task: () => void) => void;

export interface TextTurnsOptions {
  readonly turns: MessageTurns;
  /** Of bytes of text. */
  readonly rates: Rates;
  /** `setTimeout`. */
  readonly later: (task: () => void, ms: number) => unknown;
}

export function createTextTurns({ turns, rates, later }: TextTurnsOptions): TextTurns {
  return function next(text, task) {
    const waitMs = rates.take(text.uid, text.textBytes);
    if (waitMs === 0) turns.next(text.uid, task);
    else later(() => next(text, task), Math.ceil(waitMs));
  };
}
