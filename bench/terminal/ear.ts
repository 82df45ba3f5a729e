// SPDX-License-Identifier: Apache-2.0
/** Hears what a terminal writes, and measures the time from a key to its echo. */

export interface Ear {
  hear(text: string): void;
  millisecondsUntil(letter: string, type: (letter: string) => unknown): Promise<number>;
}

export function createEar(): Ear {
  let wanted: { readonly letter: string; readonly heard: () => void } | undefined;
  return {
    hear(text) {
      if (wanted === undefined || !text.includes(wanted.letter)) return;
      const { heard } = wanted;
      wanted = undefined;
      heard();
    },
    async millisecondsUntil(letter, type) {
      const heard = new Promise<void>((resolve) => {
        wanted = { letter, heard: resolve };
      });
      const begin = performance.now();
      void type(letter);
      await heard;
      return performance.now() - begin;
    },
  };
}
