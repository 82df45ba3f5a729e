// SPDX-License-Identifier: Apache-2.0
/**
 * Lets a terminal have a little more than it has drawn, so that it never waits for the next piece; a flood stops at the
 * helper all the same, and Ctrl-C gets through.
 */

/** Bytes that may wait to be drawn: some milliseconds of drawing. */
const maxWaiting = 128 * 1024;

export interface DrawGate {
  /** Writes, and settles when there is room for more. */
  write(data: Uint8Array): Promise<void>;
}

/** `write` calls back when the data was drawn. */
export function createDrawGate(write: (data: Uint8Array, drawn: () => void) => void): DrawGate {
  let waiting = 0;
  let wake: (() => void) | undefined;
  return {
    async write(data) {
      waiting += data.length;
      write(data, () => {
        waiting -= data.length;
        if (waiting <= maxWaiting) wake?.();
      });
      if (waiting > maxWaiting)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    },
  };
}
