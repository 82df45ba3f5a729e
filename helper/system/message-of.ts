// SPDX-License-Identifier: Apache-2.0
/** The message of whatever was thrown. */

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
