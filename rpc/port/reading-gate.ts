// SPDX-License-Identifier: Apache-2.0
/** Stops reading from a helper while the page has too much that it has not handled yet. */

const pauseAbove = 4 * 1024 * 1024;
const resumeBelow = 2 * 1024 * 1024;

export interface ReadingGate {
  /** Counts bytes that came from the host, and the whole messages that they completed. */
  arrived(bytes: number, messages: number): void;
  /** The page has handled so many more messages. */
  acknowledge(messages: number): void;
}

/** What is used of the stream. */
export interface Pausable {
  pause(): unknown;
  resume(): unknown;
}

export function createReadingGate(stream: Pausable): ReadingGate {
  /** Bytes of each message that is not acknowledged, oldest first. */
  const sizes: number[] = [];
  let unhandled = 0;
  let unfinished = 0;
  let isPaused = false;

  return {
    arrived(bytes, messages) {
      unfinished += bytes;
      for (let index = 0; index < messages; index += 1) {
        sizes.push(unfinished);
        unhandled += unfinished;
        unfinished = 0;
      }
      if (unhandled <= pauseAbove || isPaused) return;
      isPaused = true;
      stream.pause();
    },
    acknowledge(messages) {
      for (const size of sizes.splice(0, messages)) unhandled -= size;
      if (!isPaused || unhandled >= resumeBelow) return;
      isPaused = false;
      stream.resume();
    },
  };
}
