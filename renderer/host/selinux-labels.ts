// SPDX-License-Identifier: Apache-2.0
/** SELinux's mode on a host, in words. */

import type { SelinuxStatus } from '../../contract/model/host/host.ts';
import { t } from '../lib/language/t.ts';

export interface SelinuxLabel {
  readonly label: string;
  readonly tone: 'good' | 'amber' | 'red' | 'unknown';
  readonly meaning: string;
}

export function selinuxLabel(selinux: SelinuxStatus | undefined): SelinuxLabel {
  if (selinux === undefined)
    return { label: t('SELinux unknown'), tone: 'unknown', meaning: t('Not connected to this host yet.') };
  if (selinux.status === 'disabled')
    return {
      label: t('SELinux disabled'),
      tone: 'red',
      meaning: t('SELinux cannot isolate containers on this host: only namespaces and Unix permissions do.'),
    };
  if (selinux.status === 'permissive')
    return {
      label: t('SELinux permissive'),
      tone: 'amber',
      meaning: t('SELinux logs what it would deny and blocks nothing on this host.'),
    };
  if (!selinux.baseModule)
    return {
      label: t('No base module'),
      tone: 'amber',
      meaning: t(
        'SELinux is enforcing, but the base module of Bulkhead is not loaded. Without it no container can be confined.',
      ),
    };
  return {
    label: t('SELinux enforcing'),
    tone: 'good',
    meaning: t(
      'Policy "{policy}" {mls, select, true {with} other {without}} MCS categories. Anything not allowed is denied.',
      { policy: selinux.policy ?? t('unknown'), mls: String(selinux.mls) },
    ),
  };
}
