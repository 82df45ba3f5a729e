// SPDX-License-Identifier: Apache-2.0
/** Names what programs make by a hash of their text, so that no version number has to be raised by hand. */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Short enough for a lab's name. */
export async function keyOfPrograms(folder: string, names: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const name of names) hash.update(await readFile(join(folder, name)));
  return hash.digest('hex').slice(0, 8);
}
