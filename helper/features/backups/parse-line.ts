// SPDX-License-Identifier: Apache-2.0
/** Parses a line that restic has printed; null for one that is no JSON. */
export function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
