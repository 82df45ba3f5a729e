// SPDX-License-Identifier: Apache-2.0
/** Fixes a finding through the helper as an operation of the window, then runs the audit again. */

import type { FixOperation } from '../../../../contract/model/isolation-finding.ts';
import { currentClient } from '../../../host/connection.ts';
import { notify, notifyFailure } from '../../../window/notifications.ts';
import { startOperation } from '../../../host/operations.ts';
import { runAudit } from './audit-store.ts';
import { t } from '../../../lib/language/t.ts';

/** Labels are looked at first, in a dialog of their own. */
export type FixAction = Exclude<FixOperation, 'restore-labels'>;

const labels: Readonly<
  Record<FixAction, { readonly title: string; readonly activeLabel: string; readonly past: string }>
> = {
  'reassign-categories': {
    title: t('Assigning new categories to'),
    activeLabel: 'changing',
    past: t('now has its own categories'),
  },
  'remount-root': {
    title: t('Remounting the root of'),
    activeLabel: 'changing',
    past: t('now has its root mounted with the right label'),
  },
  kill: { title: t('Killing'), activeLabel: t('being killed'), past: t('was killed') },
};

export async function applyFix(action: FixAction, name: string): Promise<void> {
  const { title, activeLabel, past } = labels[action];
  try {
    await startOperation({
      title: `${title} ${name}`,
      subject: name,
      activeLabel,
      canCancel: false,
      run: ({ signal }) => currentClient().request(`isolation.${action}`, { name }, { signal }),
    }).result;
    notify({ tone: 'done', text: t('Container {name} {past}.', { name, past }) });
    await runAudit(currentClient(), { labels: false });
  } catch (error) {
    notifyFailure(t('cannot fix the isolation of {name}', { name }), error);
  }
}
