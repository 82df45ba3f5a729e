// SPDX-License-Identifier: Apache-2.0
/** Reports which step is under way and how long each took. */

export interface Step {
  readonly text: string;
  readonly status: 'begun' | 'done';
  /** How long the step took; 0 when it has only begun. */
  readonly seconds: number;
}

export type OnProgress = (step: Step) => void;

/** Runs one step and reports its begin and its end. A step that fails reports nothing: its error does. */
export async function step<T>(onProgress: OnProgress, text: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  onProgress({ text, status: 'begun', seconds: 0 });
  const result = await work();
  onProgress({ text, status: 'done', seconds: (performance.now() - start) / 1000 });
  return result;
}

/** Prints one line for each step on a terminal, when it is done. */
export function printProgress({ text, status, seconds }: Step): void {
  if (status === 'done') process.stderr.write(`lab: ${text} (${seconds.toFixed(1)} s)\n`);
}
