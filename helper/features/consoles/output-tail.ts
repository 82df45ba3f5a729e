// SPDX-License-Identifier: Apache-2.0
/** The end of what a session has put out, within a limit: what a client that comes back is shown first. */

export interface OutputTail {
  add(data: Uint8Array): void;
  /** Begins with a line when something before it was forgotten; `isCut` says so. */
  read(): { readonly data: Uint8Array; readonly isCut: boolean };
}

const newline = 0x0a;

export function createOutputTail(maxBytes: number): OutputTail {
  let parts: Uint8Array[] = [];
  let length = 0;
  let isCut = false;

  function forget(): void {
    const end = Buffer.concat(parts).subarray(-maxBytes);
    // The end is copied: what is forgotten shall not stay in memory.
    const kept = Buffer.from(end.subarray(end.indexOf(newline) + 1));
    parts = [kept];
    length = kept.byteLength;
    isCut = true;
  }

  return {
    add(data) {
      parts.push(data);
      length += data.byteLength;
      // Joined once for as much as is kept, so that a flood costs no more than its length.
      if (length > 2 * maxBytes) forget();
    },
    read() {
      if (length > maxBytes) forget();
      return { data: Buffer.concat(parts), isCut };
    },
  };
}
