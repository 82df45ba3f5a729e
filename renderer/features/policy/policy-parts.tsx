// SPDX-License-Identifier: Apache-2.0
/** The two parts of the policy section, as tabs that lead from one to the other. */

import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { navigate } from '../../window/location.ts';
import { t } from '../../lib/language/t.ts';

type PolicyPart = 'modules' | 'local-changes';

export function PolicyParts({ part }: { readonly part: PolicyPart }) {
  function handleChange(next: PolicyPart): void {
    navigate(next === 'modules' ? { page: 'policy', name: '' } : { page: 'local-changes', filter: '' });
  }
  return (
    <Tabs value={part} onChange={(_, next: PolicyPart) => handleChange(next)} aria-label={t('Parts of the policy')}>
      <Tab value="modules" label={t('Containers')} />
      <Tab value="local-changes" label={t('Local changes')} />
    </Tabs>
  );
}
