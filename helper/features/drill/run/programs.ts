// SPDX-License-Identifier: Apache-2.0
/**
 * The programs that run inside the drill's containers, which the build puts beside the helper. The attacker's is in
 * parts, one after another.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Programs {
  readonly attacker: string;
  readonly victim: string;
}

export function readPrograms(folder: string): Programs {
  const read = (name: string): string => readFileSync(join(folder, `${name}.pl`), 'utf8');
  const parts = ['attacker', 'attempts', 'kernel', 'attach', 'network', 'tables', 'surface', 'run'];
  return { attacker: parts.map(read).join(''), victim: read('victim') };
}
