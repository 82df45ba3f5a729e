// SPDX-License-Identifier: Apache-2.0
/**
 * The parts of the window that are no part of its first script: loaded when they are needed, or before that, once the
 * window has its first picture and is idle.
 */

type LoadPart = () => Promise<unknown>;

interface Parts {
  /** `load` may be called more than once. */
  readonly addPart: (load: LoadPart) => void;
  /**
   * Loads all parts when the first picture is there, one at a time, each when `untilIdle` has resolved. Resolves when
   * all are loaded, or could not be.
   */
  readonly loadParts: (untilIdle: () => Promise<void>) => Promise<void>;
  /** Calls `start` at once when the first picture is there, else then; gives a function that takes it back. */
  readonly oncePicture: (start: () => void) => () => void;
}

/** The window has one of these; a test makes its own. */
export function createParts(): Parts {
  const parts = new Set<LoadPart>();
  const awaiting = new Set<() => void>();
  let hasPicture = false;
  return {
    addPart: (load) => void parts.add(load),
    async loadParts(untilIdle) {
      hasPicture = true;
      for (const start of awaiting) start();
      awaiting.clear();
      // A part may bring further ones: they join the set while it is gone through.
      for (const load of parts) {
        await untilIdle();
        // What cannot be loaded is asked for again where it is needed, and says so there.
        await load().catch(() => undefined);
      }
    },
    oncePicture(start) {
      if (hasPicture) start();
      else awaiting.add(start);
      return () => awaiting.delete(start);
    },
  };
}

export const { addPart, loadParts, oncePicture } = createParts();
