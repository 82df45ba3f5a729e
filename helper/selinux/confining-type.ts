// SPDX-License-Identifier: Apache-2.0
/** Decides whether a domain confines a container or not. */

import { helperType } from './types.ts';

/** False for the domains of administrators, of services without one of their own, and of privileged containers. */
export function isConfiningType(type: string): boolean {
  return type !== '' && type !== helperType && !/^(unconfined|sysadm|spc|initrc|kernel|init)(_\w+)?_t$/.test(type);
}
