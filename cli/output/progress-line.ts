// SPDX-License-Identifier: Apache-2.0
/** Writes progress for people to stderr: one line that changes on a terminal, a line for each step elsewhere. */

import type { OutputStream } from '../command-environment.ts';
import type { Output } from './output.ts';
import { eraseLine } from './own-sequences.ts';

export interface ProgressLine {
  show(text: string): Promise<void>;
  /** Leaves the line as if nothing had been written. */
  clear(): Promise<void>;
}

export function createProgressLine(stderr: OutputStream, output: Output): ProgressLine {
  const changes = stderr.isTTY === true;
  let isShown = false;
  return {
    async show(text) {
      isShown = true;
      await (changes ? output.complain(`${eraseLine}${text}`) : output.note(text));
    },
    async clear() {
      if (changes && isShown) await output.complain(eraseLine);
    },
  };
}
