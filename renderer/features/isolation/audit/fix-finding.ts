// SPDX-License-Identifier: Apache-2.0
/** Fixes a finding through the helper as an operation of the window, then runs the audit again. */

import type { FixOperation } from '../../../../contract/model/isolation-finding.ts';
import { currentClient } from '../../../host/connection.ts';
import { notify, notifyFailure } from '../../../window/notifications.ts';
import { startOperation } from '../../../host/operations.ts';
import { runAudit } from './audit-store.ts';

/** Labels are looked at first, in a dialog of their own. */
export type FixAction = Exclude<FixOperation, 'restore-labels'>;

const labels: Readonly<
  Record<FixAction, { readonly title: string; readonly activeLabel: string; readonly past: string }>
> = {
  'reassign-categories': {
    title: 'Assigning new categories to',
    activeLabel: 'changing',
    past: 'now has its own categories',
  },
  'remount-root': {
    title: 'Remounting the root of',
    activeLabel: 'changing',
    past: 'now has its root mounted with the right label',
  },
  kill: { title: 'Killing', activeLabel: 'being killed', past: 'was killed' },
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
    notify({ tone: 'done', text: `Container ${name} ${past}.` });
    await runAudit(currentClient(), { labels: false });
  } catch (error) {
    notifyFailure(`cannot fix the isolation of ${name}`, error);
  }
}
