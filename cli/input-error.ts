// SPDX-License-Identifier: Apache-2.0
/** A file that was named could not be read. */

import { exitCodes, type Problem } from './format/problem-line.ts';

export class InputError extends Error {
  readonly file: string;

  constructor(file: string, reason: string) {
    super(`cannot read ${file}: ${reason}`);
    this.file = file;
  }
}

export function inputProblem({ message, file }: Pick<InputError, 'message' | 'file'>): Problem {
  return { code: 'input-unreadable', message, data: { file }, exitCode: exitCodes.failed };
}
