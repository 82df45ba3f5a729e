// SPDX-License-Identifier: Apache-2.0
/** What became of a cause's accesses, as a badge: blocked, logged only, or some of each. */

import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import { type GroupOutcome, outcomeOfGroup } from '../../../contract/model/denials/group-outcome.ts';
import { t } from '../../lib/language/t.ts';

const badges: Readonly<
  Record<GroupOutcome, { readonly tone: string; readonly text: string; readonly meaning: string }>
> = {
  blocked: { tone: 'red', text: t('blocked'), meaning: t('SELinux is enforcing: the access was blocked.') },
  logged: {
    tone: 'amber',
    text: t('logged only'),
    meaning: t('The domain or the host is permissive: the access was not blocked.'),
  },
  both: {
    tone: 'amber',
    text: t('blocked and logged'),
    meaning: t('Some were blocked. Others went through while the domain or the host was permissive.'),
  },
};

export function OutcomeBadge({ group }: { readonly group: Pick<DenialGroup, 'permissive' | 'notBlocked'> }) {
  const { tone, text, meaning } = badges[outcomeOfGroup(group)];
  return (
    <span className={`badge ${tone}`} title={meaning}>
      {text}
    </span>
  );
}
