/** A small file's text. */

import { readFileSync } from 'node:fs';

/** Undefined when it cannot be read. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
