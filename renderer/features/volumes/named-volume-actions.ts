// SPDX-License-Identifier: Apache-2.0
/** Lists the named volumes of the shown host, and makes, limits and removes them. */

import { useEffect, useState } from 'react';
import type { NamedVolume } from '../../../contract/model/containers/named-volume.ts';
import { currentClient } from '../../host/connection.ts';
import { t } from '../../lib/language/t.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';

export interface ListedVolumes {
  readonly volumes: readonly NamedVolume[];
  readonly reload: () => void;
}

/** Empty until they have come. An older helper has none. */
export function useNamedVolumes(): ListedVolumes {
  const [volumes, setVolumes] = useState<readonly NamedVolume[]>([]);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    async function ask(): Promise<void> {
      try {
        const listed = await currentClient().request('named-volume.list', {});
        if (isCurrent) setVolumes(listed.volumes);
      } catch (error) {
        if (isCurrent) notifyFailure(t('cannot list the named volumes'), error);
      }
    }
    void ask();
    return () => {
      isCurrent = false;
    };
  }, [round]);
  return { volumes, reload: () => setRound((before) => before + 1) };
}

export function createNamedVolume(name: string, limitBytes: number | null): Promise<boolean> {
  return act(t('cannot make the volume {name}', { name }), () =>
    currentClient().request('named-volume.create', { name, limitBytes }),
  );
}

/** Changes the limit, and offers to undo that. */
export async function resizeNamedVolume(
  { name, limitBytes: before }: Pick<NamedVolume, 'name' | 'limitBytes'>,
  limitBytes: number | null,
): Promise<boolean> {
  const failed = t('cannot change the limit of the volume {name}', { name });
  const resize = (limit: number | null): Promise<boolean> =>
    act(failed, () => currentClient().request('named-volume.resize', { name, limitBytes: limit }));
  const isDone = await resize(limitBytes);
  if (isDone)
    notify({
      tone: 'done',
      text: t('The limit of the volume {name} was changed.', { name }),
      action: { label: t('Undo'), run: () => void resize(before) },
    });
  return isDone;
}

export function removeNamedVolume(name: string): Promise<boolean> {
  return act(t('cannot remove the volume {name}', { name }), () =>
    currentClient().request('named-volume.remove', { name }),
  );
}

async function act(failed: string, call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    notifyFailure(failed, error);
    return false;
  }
}
