// SPDX-License-Identifier: Apache-2.0
/** Lets a few attempts run at the same time; what a person waits for does not queue. */

export interface Pace {
  /** Waits for a place, and gives what frees it; resolves at once when urgent, or when the signal aborts. */
  take(isUrgent: boolean, signal: AbortSignal): Promise<() => void>;
}

export function createPace(width: number): Pace {
  const waiting: (() => void)[] = [];
  let taken = 0;

  function takePlace(): () => void {
    taken += 1;
    let isFreed = false;
    return () => {
      if (isFreed) return;
      isFreed = true;
      taken -= 1;
      if (taken < width) waiting.shift()?.();
    };
  }

  return {
    async take(isUrgent, signal) {
      while (!isUrgent && taken >= width && !signal.aborted) await untilCalled(waiting, signal);
      return takePlace();
    },
  };
}

function untilCalled(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    function finish(): void {
      const index = waiting.indexOf(finish);
      if (index !== -1) waiting.splice(index, 1);
      signal.removeEventListener('abort', finish);
      resolve();
    }
    waiting.push(finish);
    signal.addEventListener('abort', finish, { once: true });
  });
}
