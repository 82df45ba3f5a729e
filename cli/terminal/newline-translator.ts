// SPDX-License-Identifier: Apache-2.0
/**
 * Undoes what a pseudo-terminal does to line ends (`\n` becomes `\r\n`), for output that goes to a file or a pipe.
 * Exact also when a pair is cut in two.
 */

export interface NewlineTranslator {
  translate(text: string): string;
  /** What was held back at the end. */
  end(): string;
}

export function createNewlineTranslator(): NewlineTranslator {
  let held = '';
  return {
    translate(text) {
      const whole = held + text;
      held = whole.endsWith('\r') ? '\r' : '';
      return whole.slice(0, whole.length - held.length).replaceAll('\r\n', '\n');
    },
    end() {
      const rest = held;
      held = '';
      return rest;
    },
  };
}
