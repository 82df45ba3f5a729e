// SPDX-License-Identifier: Apache-2.0
/** Makes a policy module of the fake host: its names, its text, and the versions that it begins with. */

import type { ModuleVersion } from '../../../../contract/model/policy/policy-module.ts';
import { say, type Words } from '../../../../contract/text.ts';

export interface FakeModule {
  readonly container: string;
  readonly versions: (Omit<ModuleVersion, 'note'> & { readonly note: Words; readonly source: string })[];
}

export function domainOf(container: string): string {
  return `${moduleNameOf(container)}_t`;
}

export function moduleNameOf(container: string): string {
  return `bulkhead_c_${safe(container)}`;
}

export function seedModule(container: string, now: number): FakeModule {
  const first = sourceOf(container, false).replace('; tcp 443 (http_port_t)\n', '');
  return {
    container,
    versions: [
      {
        version: 1,
        sha256: '1'.padStart(64, '0'),
        note: say('created with the container'),
        createdAt: now - 86_400 * 9,
        source: first,
      },
      {
        version: 2,
        sha256: '2'.padStart(64, '0'),
        note: say('edited'),
        createdAt: now - 3600 * 5,
        source: `${sourceOf(container, false)}(allow ${domainOf(container)} sysctl_vm_t (file (read)))\n`,
      },
    ],
  };
}

export function sourceOf(container: string, isPermissive: boolean): string {
  const domain = domainOf(container);
  const module = moduleNameOf(container);
  return `; The policy module of the container ${container}: a domain of its own.

; ---- what it is ------------------------------------------------------------
; Types that no other container has. This part has to stay as it is.
(type ${domain})
(type ${module}_file_t)
(type ${module}_volume_t)
(type ${module}_readonly_t)
(type ${module}_tmpfs_t)
(type ${module}_terminal_t)
(typeattribute ${module}_others)
(typeattributeset ${module}_others (and
    (or (bulkhead_domain) (bulkhead_content))
    (not (${domain} ${module}_file_t ${module}_volume_t ${module}_readonly_t ${module}_tmpfs_t))))
(call bulkhead_container (${domain} ${module}_file_t ${module}_volume_t ${module}_readonly_t ${module}_tmpfs_t
    ${module}_terminal_t ${module}_others))

; ---- network ---------------------------------------------------------------
; It listens on these ports and no others; a port is named by its type, which others may have too.
; tcp 443 (http_port_t)
(call bulkhead_serve_tcp (${domain} http_port_t))

; ---- choices ---------------------------------------------------------------
; What it may do beyond every container: nothing, unless a line stands here.
; Code that is made at run time
(call bulkhead_allow_jit (${domain}))
; Connect to ports of the type postgresql_port_t
(optional ${module}_connect_postgresql_port_t (call bulkhead_connect_tcp (${domain} postgresql_port_t)))
${isPermissive ? learningPart(domain) : ''}
; ---- rules -----------------------------------------------------------------
; What was allowed after a review.
`;
}

function learningPart(domain: string): string {
  return `
; ---- learning --------------------------------------------------------------
; For a limited time nothing is denied: Bulkhead removes this line when that has ended.
(typepermissive ${domain})
`;
}

function safe(container: string): string {
  return container.replaceAll('_', '__').replaceAll('-', '_d').replaceAll('.', '_p');
}
