// SPDX-License-Identifier: Apache-2.0
/** Moves a container of Incus to another member of its cluster, as an operation of the window. */

import type { Params } from '../../../contract/operations/index.ts';
import type { MoveStep } from '../../../contract/operations/host/cluster.ts';
import { currentClient } from '../../host/connection.ts';
import { startOperation } from '../../host/operations.ts';
import { t } from '../../lib/language/t.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';

const stepLabels: Readonly<Record<MoveStep, string>> = {
  check: t('asking the helper there'),
  stop: t('stopping it'),
  move: t('moving it with its files'),
  start: t('starting it there'),
  verify: t('waiting for its context there'),
};

export async function moveInstance(move: Params<'cluster.move'>): Promise<void> {
  const { name, member } = move;
  try {
    const { arrival } = await startOperation({
      title: t('Moving {name} to {member}', { name, member }),
      subject: name,
      activeLabel: t('being moved'),
      canCancel: true,
      run: async ({ signal, progress }) => {
        const stream = currentClient().stream('cluster.move', move, { signal });
        for await (const { step, fraction } of stream) progress(stepLabels[step], fraction);
        return stream.result;
      },
      again: () => void moveInstance(move),
    }).result;
    notify({
      tone: 'done',
      text:
        arrival === 'verified'
          ? t('{name} is on {member}, where it runs in its context.', { name, member })
          : t('{name} is on {member}. It does not run.', { name, member }),
      link: { label: t('Open'), route: { page: 'container', name, tab: 'overview' } },
    });
  } catch (error) {
    notifyFailure(t('cannot move {name} to {member}', { name, member }), error);
  }
}
