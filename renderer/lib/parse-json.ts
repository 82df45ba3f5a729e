// SPDX-License-Identifier: Apache-2.0
/** Reads a text that may have been written by another version, or by somebody else: undefined where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
