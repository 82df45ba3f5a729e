// SPDX-License-Identifier: Apache-2.0
/**
 * Undoes what a pseudo-terminal does to line ends (`\n` becomes `\r\n`), for output that goes to a file or a pipe, and
 * changes no other byte. Exact also when a pair is cut in two.
 */

import { Buffer } from 'node:buffer';

export interface NewlineTranslator {
  translate(bytes: Uint8Array): Uint8Array;
  /** What was held back at the end. */
  end(): Uint8Array;
}

export function createNewlineTranslator(): NewlineTranslator {
  let held = '';
  return {
    translate(bytes) {
      // The bytes become one character each: a search in a string is much faster than a loop over bytes.
      const whole = held + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
      held = whole.endsWith('\r') ? '\r' : '';
      return Buffer.from(whole.slice(0, whole.length - held.length).replaceAll('\r\n', '\n'), 'latin1');
    },
    end() {
      const rest = Buffer.from(held, 'latin1');
      held = '';
      return rest;
    },
  };
}
