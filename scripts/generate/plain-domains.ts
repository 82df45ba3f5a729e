// SPDX-License-Identifier: Apache-2.0
/** policy/selinux/bulkhead-plain.cil: the plain domains, which are given out to containers like categories. */

import { declarationsOf } from '../../sepolicy/own-domain/generate.ts';
import { plainDomainCount, plainOwner } from '../../sepolicy/own-domain/names.ts';

/** The whole module. */
export function plainModuleText(): string {
  const owners = Array.from({ length: plainDomainCount }, (_, index) => plainOwner(index + 1));
  return [
    '; SPDX-License-Identifier: Apache-2.0',
    '; Plain domains: what the module of a container declares that chooses nothing, in the installed policy beforehand, so',
    '; that a domain of its own costs no compilation. Each is given to one container at a time, like categories. Generated',
    '; by scripts/generate/plain-domains.ts.',
    '',
    ...owners.flatMap((owner) => [...declarationsOf(owner), '']),
  ].join('\n');
}
