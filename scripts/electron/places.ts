// SPDX-License-Identifier: Apache-2.0
/** Says where the tools that deal with Electron keep what they made. */

import { homedir } from 'node:os';
import { join } from 'node:path';

/** True when we may act for another user. */
export const isRoot = process.getuid?.() === 0;

/** Root's own cache is closed to the user that the window runs as, so root keeps its in a place that all can read. */
export function cacheFolder(): string {
  if (isRoot) return '/var/cache/bulkhead';
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'bulkhead');
}
