// SPDX-License-Identifier: Apache-2.0
/** Guesses whether a lab runs, as a hint for the list of hosts. Connecting shows it for certain. */

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export function seemsToHaveLab(environment: NodeJS.ProcessEnv): boolean {
  const cache = environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return existsSync(join(cache, 'bulkhead', 'run', 'lab', 'state.json'));
}
