// SPDX-License-Identifier: Apache-2.0
/** The code of a failed system call: of Node's errors and of the native calls alike. */

/** Gives for example `ENOENT`; undefined for an error that is not the system's. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Says whether an error is the system's, with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  const code = codeOf(error);
  return code !== undefined && codes.includes(code);
}

/** Undefined when the system answers with one of these codes. */
export function unlessCode<T>(act: () => T, ...codes: readonly string[]): T | undefined {
  try {
    return act();
  } catch (error) {
    if (hasCode(error, ...codes)) return undefined;
    throw error;
  }
}
