// SPDX-License-Identifier: Apache-2.0
/** Requires that the host has a module store of the policy that its configuration names. */

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/text.ts';
import { textOf } from '../system/files/text-of.ts';

/** Fails with `policy-unavailable` where there is none. `root`: where the host's files are. */
export function requireStore(root = '/'): void {
  const config = textOf(join(root, 'etc/selinux/config')) ?? '';
  const type = [...config.matchAll(/^\s*SELINUXTYPE\s*=\s*(\S+)/gm)].at(-1)?.[1];
  if (type === undefined)
    fail('policy-unavailable', {
      reason: say('/etc/selinux/config names no policy; install one of the distribution, see bulkheadctl doctor'),
    });
  const store = join('/var/lib/selinux', type);
  if (isMissing(join(root, store, 'active/modules')))
    fail('policy-unavailable', {
      reason: say(
        'the module store {store} of the policy that /etc/selinux/config names is not there; install that policy, or ' +
          'name another one there',
        { store },
      ),
    });
}

/** False for what cannot be looked at: semodule says more then. */
function isMissing(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}
