// SPDX-License-Identifier: Apache-2.0
/** Says whether this host could give a container a domain of its own, for a plan that has one. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { say, type Words } from '../../../contract/text.ts';

/** What compiles a module, and what installs it. */
const programs = ['/usr/bin/secilc', '/usr/sbin/semodule'];

/** Null when no reason is known. `root` is replaced by tests. */
export function problemOfOwnDomain(root = '/'): Words | null {
  const missing = programs.filter((path) => !existsSync(join(root, path)));
  if (missing.length === 0) return null;
  return say('the host has no {missing}, which it needs; bulkheadctl doctor says how to install it', {
    missing: missing.join(', '),
  });
}
