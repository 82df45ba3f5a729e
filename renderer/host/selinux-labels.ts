// SPDX-License-Identifier: Apache-2.0
/** SELinux's mode on a host, in words. */

import type { SelinuxStatus } from '../../contract/model/host/host.ts';

export interface SelinuxLabel {
  readonly label: string;
  readonly tone: 'good' | 'amber' | 'red' | 'unknown';
  readonly meaning: string;
}

export function selinuxLabel(selinux: SelinuxStatus | undefined): SelinuxLabel {
  if (selinux === undefined)
    return { label: 'SELinux unknown', tone: 'unknown', meaning: 'Not connected to this host yet.' };
  if (selinux.status === 'disabled')
    return {
      label: 'SELinux disabled',
      tone: 'red',
      meaning: 'SELinux cannot isolate containers on this host: only namespaces and Unix permissions do.',
    };
  if (selinux.status === 'permissive')
    return {
      label: 'SELinux permissive',
      tone: 'amber',
      meaning: 'SELinux logs what it would deny and blocks nothing on this host.',
    };
  if (!selinux.baseModule)
    return {
      label: 'No base module',
      tone: 'amber',
      meaning:
        'SELinux is enforcing, but the base module of Bulkhead is not loaded. Without it no container can be confined.',
    };
  return {
    label: 'SELinux enforcing',
    tone: 'good',
    meaning: `Policy "${selinux.policy ?? 'unknown'}" ${selinux.mls ? 'with' : 'without'} MCS categories. Anything not allowed is denied.`,
  };
}
