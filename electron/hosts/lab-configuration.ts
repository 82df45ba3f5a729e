/** Where the ssh configuration of a running lab is: named by whoever started the window, else where the lab keeps it. */

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export function findLabConfiguration(environment: NodeJS.ProcessEnv): string | undefined {
  const named = environment['BULKHEAD_LAB_SSH_CONFIG'];
  if (named !== undefined && named !== '') return named;
  const cache = environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const usual = join(cache, 'bulkhead', 'run', 'lab', 'ssh_config');
  return existsSync(usual) ? usual : undefined;
}
