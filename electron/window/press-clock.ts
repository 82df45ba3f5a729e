// SPDX-License-Identifier: Apache-2.0
/**
 * Knows whether a person has just pressed a key or a button of the mouse in a window. Electron sees presses before the
 * page does, so a page that was taken over cannot claim one.
 */

export interface PressClock {
  /** Notes an input event of the window, by its type as Electron names it. */
  note(type: string): void;
  /** Is true once for each press, within a second of it. */
  takePress(): boolean;
}

const presses = new Set(['mouseDown', 'rawKeyDown', 'keyDown', 'touchStart']);
const validMs = 1000;

/** `now` gives milliseconds. */
export function createPressClock(now: () => number): PressClock {
  let pressedAt: number | undefined;
  return {
    note(type) {
      if (presses.has(type)) pressedAt = now();
    },
    takePress() {
      const isFresh = pressedAt !== undefined && now() - pressedAt <= validMs;
      pressedAt = undefined;
      return isFresh;
    },
  };
}
