/** Mends a wall by the helper: an operation of the window, and then a new look at the walls. */

import type { WallAct } from '../../../../contract/model/wall-finding.ts';
import { currentClient } from '../../../host/connection.ts';
import { notify, notifyFailure } from '../../../window/notifications.ts';
import { startOperation } from '../../../host/operations.ts';
import { runAudit } from './audit-store.ts';

/** Labels are looked at first, in a dialog of their own. */
export type FixAction = Exclude<WallAct, 'restore-labels'>;

const labels: Readonly<
  Record<FixAction, { readonly title: string; readonly activeLabel: string; readonly past: string }>
> = {
  separate: { title: 'Giving new categories to', activeLabel: 'changing', past: 'has categories of its own' },
  remount: {
    title: 'Mounting the root of',
    activeLabel: 'changing',
    past: 'has its root mounted with the right label',
  },
  stop: { title: 'Killing', activeLabel: 'stopping', past: 'was killed' },
};

export async function applyFix(action: FixAction, name: string): Promise<void> {
  const { title, activeLabel, past } = labels[action];
  try {
    await startOperation({
      title: `${title} ${name}`,
      subject: name,
      activeLabel,
      canCancel: false,
      run: ({ signal }) => currentClient().request(`wall.${action}`, { name }, { signal }),
    }).result;
    notify({ tone: 'done', text: `Container ${name} ${past}` });
    await runAudit(currentClient(), { labels: false });
  } catch (error) {
    notifyFailure(`cannot mend the wall of ${name}`, error);
  }
}
