// SPDX-License-Identifier: Apache-2.0
/** Writes a log as auditd does: when it is full, all files move on by one name and the last goes. */

import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

export interface RotatedLog {
  write(text: string): void;
  close(): void;
  readonly rotations: number;
}

export function createRotatedLog(
  path: string,
  { bytes, kept }: { readonly bytes: number; readonly kept: number },
): RotatedLog {
  let descriptor = openSync(path, 'a');
  let written = 0;
  let rotations = 0;

  function rotate(): void {
    closeSync(descriptor);
    rmSync(`${path}.${kept}`, { force: true });
    for (let age = Math.min(kept - 1, rotations); age >= 1; age -= 1)
      renameSync(`${path}.${age}`, `${path}.${age + 1}`);
    renameSync(path, `${path}.1`);
    descriptor = openSync(path, 'a');
    written = 0;
    rotations += 1;
  }

  return {
    write(text) {
      written += writeSync(descriptor, text);
      if (written >= bytes) rotate();
    },
    close: () => closeSync(descriptor),
    get rotations() {
      return rotations;
    },
  };
}
