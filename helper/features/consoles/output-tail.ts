// SPDX-License-Identifier: Apache-2.0
/** The end of what a session has put out, within a limit: what a client that comes back is shown first. */

export interface OutputTail {
  add(data: string): void;
  /** Begins with a line when something before it was forgotten; `isCut` says so. */
  read(): { readonly data: string; readonly isCut: boolean };
}

export function createOutputTail(maxCharacters: number): OutputTail {
  let parts: string[] = [];
  let length = 0;
  let isCut = false;

  function forget(): void {
    const whole = parts.join('').slice(-maxCharacters);
    parts = [whole.slice(whole.indexOf('\n') + 1)];
    length = parts[0]?.length ?? 0;
    isCut = true;
  }

  return {
    add(data) {
      parts.push(data);
      length += data.length;
      // Joined once for as much as is kept, so that a flood costs no more than its length.
      if (length > 2 * maxCharacters) forget();
    },
    read() {
      if (length > maxCharacters) forget();
      return { data: parts.join(''), isCut };
    },
  };
}
