/** The code by which the kernel refused a call of Node's, or one of the native calls. */

/** Whether an error is one of the system with one of these codes, for example `ENOENT`. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}
