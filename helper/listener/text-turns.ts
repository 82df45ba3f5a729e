// SPDX-License-Identifier: Apache-2.0
/**
 * Gives a user's messages their turns, no more text in a second than is declared: to parse a large message takes
 * milliseconds, in which everybody else waits.
 */

import type { MessageTurns } from '../server/message-turns.ts';
import { createPace, type PaceOptions } from '../system/work/pace.ts';

/** Who sent a message, and how many bytes of JSON it has. */
interface ArrivedText {
  readonly uid: number;
  readonly textBytes: number;
}

export type TextTurns = (text: ArrivedText, task: () => void) => void;

export interface TextTurnsOptions extends PaceOptions {
  readonly turns: MessageTurns;
}

/** `rates` are those of bytes of text. */
export function createTextTurns({ turns, ...options }: TextTurnsOptions): TextTurns {
  const pace = createPace(options);
  return ({ uid, textBytes }, task) => pace({ uid, amount: textBytes, run: () => turns.next(uid, task) });
}
