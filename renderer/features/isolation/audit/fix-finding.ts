/** Mends a wall by the helper: an operation of the window, and then a new look at the walls. */

import type { WallAct } from '../../../../contract/model/wall-finding.ts';
import { currentClient } from '../../../host/connection.ts';
import { notify, notifyFailure } from '../../../window/notifications.ts';
import { startOperation } from '../../../host/operations.ts';
import { runAudit } from './audit-store.ts';

/** Labels are looked at first, in a dialog of their own. */
export type MendAct = Exclude<WallAct, 'restore-labels'>;

const words: Readonly<Record<MendAct, { readonly title: string; readonly gerund: string; readonly past: string }>> = {
  separate: { title: 'Giving new categories to', gerund: 'changing', past: 'has categories of its own' },
  remount: { title: 'Mounting the root of', gerund: 'changing', past: 'has its root mounted with the right label' },
  stop: { title: 'Killing', gerund: 'stopping', past: 'was killed' },
};

export async function mendWall(act: MendAct, name: string): Promise<void> {
  const { title, gerund, past } = words[act];
  try {
    await startOperation({
      title: `${title} ${name}`,
      subject: name,
      gerund,
      canCancel: false,
      run: ({ signal }) => currentClient().request(`wall.${act}`, { name }, { signal }),
    }).result;
    notify({ tone: 'done', text: `Container ${name} ${past}` });
    await runAudit(currentClient(), { labels: false });
  } catch (error) {
    notifyFailure(`cannot mend the wall of ${name}`, error);
  }
}
