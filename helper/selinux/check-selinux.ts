// SPDX-License-Identifier: Apache-2.0
/** Checks that what is about to be created would be confined. */

import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/text.ts';
import { readEnforcement } from './enforcement.ts';
import { isContextKnown } from './known-context.ts';
import { domainType } from './types.ts';

/** Fails without the base module: no context of Bulkhead is valid then, and a container would not be confined. */
export function checkSelinux(): void {
  if (readEnforcement() === undefined)
    fail('selinux-unavailable', { reason: say('the kernel of this host runs without SELinux') });
  const context = `system_u:system_r:${domainType}:s0`;
  if (!isContextKnown(context))
    fail('selinux-unavailable', {
      reason: say('the loaded policy does not know {domainType}; load the modules of policy/selinux with semodule', {
        domainType,
      }),
    });
}
