/** SELinux's mode on a host, in words. */

import type { SelinuxStatus } from '../../contract/model/host.ts';

export interface SelinuxLabel {
  readonly label: string;
  readonly tone: 'good' | 'amber' | 'red' | 'unknown';
  readonly meaning: string;
}

export function selinuxLabel(selinux: SelinuxStatus | undefined): SelinuxLabel {
  if (selinux === undefined)
    return { label: 'SELinux not known', tone: 'unknown', meaning: 'Not connected to this host yet.' };
  if (selinux.status === 'disabled')
    return {
      label: 'SELinux disabled',
      tone: 'red',
      meaning: 'No wall can stand on this host: containers are kept in by namespaces and Unix permissions only.',
    };
  if (selinux.status === 'permissive')
    return {
      label: 'SELinux permissive',
      tone: 'amber',
      meaning: 'The host only notes what SELinux would refuse; nothing is stopped.',
    };
  if (!selinux.baseModule)
    return {
      label: 'No base module',
      tone: 'amber',
      meaning: "SELinux enforces, but Bulkhead's base module is not loaded: no container can be confined until it is.",
    };
  return {
    label: 'SELinux enforcing',
    tone: 'good',
    meaning: `Policy ${selinux.policy ?? 'unknown'}${selinux.mls ? ', with categories' : ', without categories'}. What it does not allow is refused.`,
  };
}
