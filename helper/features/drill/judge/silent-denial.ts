// SPDX-License-Identifier: Apache-2.0
/** The kernel's own decision on a permission, where the policy logs no denial of it. */

import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import type { SecurityContext } from '../../../../contract/model/contexts/security-context.ts';
import type { DecideByKernel } from '../../../selinux/ask-kernel.ts';
import { hostLoadType } from '../../../selinux/types.ts';
import type { SilentDenial } from '../probes/probe.ts';

const kernel: SecurityContext = { user: 'system_u', role: 'system_r', type: 'kernel_t', level: 's0' };
const hostLoad: SecurityContext = { user: 'system_u', role: 'object_r', type: hostLoadType, level: 's0' };

/** Says it in words; undefined where the kernel allows the permission, or denies nothing to this domain. */
export function silentDenialOf(
  { class: name, permission, on }: SilentDenial,
  context: string,
  decide: DecideByKernel,
): string | undefined {
  const source = parseSecurityContext(context);
  if (source === undefined) return undefined;
  const target = targetOf(on, source);
  const decision = decide({ source, target, class: name, permissions: [permission] });
  if (decision === undefined || decision.isPermissive || decision.allowed.has(permission)) return undefined;
  const logged = decision.unlogged.has(permission) ? ', and logs no such denial (dontaudit)' : '';
  return `asked for its decision, the kernel denies ${source.type} { ${permission} } on ${target.type}:${name}${logged}`;
}

function targetOf(on: SilentDenial['on'], source: SecurityContext): SecurityContext {
  switch (on) {
    case undefined:
      return kernel;
    case 'itself':
      return source;
    case 'host-load':
      return hostLoad;
  }
}
