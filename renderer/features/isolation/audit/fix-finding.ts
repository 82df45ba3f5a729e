// SPDX-License-Identifier: Apache-2.0
/** Fixes a finding through the helper as an operation of the window, then runs the audit again. */

import type { FixOperation } from '../../../../contract/model/isolation-finding.ts';
import { currentClient } from '../../../host/connection.ts';
import { notify, notifyFailure } from '../../../window/notifications.ts';
import { startOperation } from '../../../host/operations.ts';
import { runAudit } from './audit-store.ts';
import { t } from '../../../lib/language/t.ts';

/** Labels are looked at first, and a kill asks, each in a dialog of its own. */
export type FixAction = Exclude<FixOperation, 'restore-labels' | 'kill'>;

interface FixLabels {
  readonly title: string;
  readonly activeLabel: string;
  readonly done: string;
}

const labels: Readonly<Record<FixAction, (name: string) => FixLabels>> = {
  'reassign-categories': (name) => ({
    title: t('Assigning new categories to {name}', { name }),
    activeLabel: t('changing'),
    done: t('Container {name} now has its own categories.', { name }),
  }),
  'remount-root': (name) => ({
    title: t('Remounting the root of {name}', { name }),
    activeLabel: t('changing'),
    done: t('Container {name} now has its root mounted with the right label.', { name }),
  }),
};

export async function applyFix(action: FixAction, name: string): Promise<void> {
  const { title, activeLabel, done } = labels[action](name);
  try {
    await startOperation({
      title,
      subject: name,
      activeLabel,
      canCancel: false,
      run: ({ signal }) => currentClient().request(`isolation.${action}`, { name }, { signal }),
    }).result;
    notify({ tone: 'done', text: done });
    await runAudit(currentClient(), { labels: false });
  } catch (error) {
    notifyFailure(t('cannot fix the isolation of {name}', { name }), error);
  }
}
