// SPDX-License-Identifier: Apache-2.0
/** Work that is done in steps, so that it can give way to what is more urgent. */

export type Steps<Result> = Generator<void, Result, undefined>;

/** Does all steps at once, and gives the result. */
export function lastOf<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

export interface Pace {
  /** Milliseconds of work between two rests, and of a rest. */
  readonly workMs: number;
  readonly restMs: number;
}

/** Does some of them at a time, until they are done or the returned function is called. */
export function doInTurns<Result>(
  steps: Steps<Result>,
  onDone: (result: Result) => void,
  { workMs, restMs }: Pace,
): () => void {
  let timer = setTimeout(work, 0);

  function work(): void {
    const end = performance.now() + workMs;
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) {
        onDone(step.value);
        return;
      }
      if (performance.now() >= end) break;
    }
    timer = setTimeout(work, restMs);
  }

  return () => clearTimeout(timer);
}
