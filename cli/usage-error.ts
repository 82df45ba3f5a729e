// SPDX-License-Identifier: Apache-2.0
/** The command line itself is wrong; this is reported before anything is changed. */

export class UsageError extends Error {
  constructor(problem: string) {
    super(`cannot understand the command: ${problem}`);
    this.name = 'UsageError';
  }
}
