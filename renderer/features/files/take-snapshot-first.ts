// SPDX-License-Identifier: Apache-2.0
/** Takes a snapshot as the first step of an operation that loses files. */

import { isOnVolume } from '../../../contract/model/containers/volume.ts';
import type { RiskyChange, Snapshot } from '../../../contract/model/containers/snapshot.ts';
import { currentClient } from '../../host/connection.ts';
import type { OperationContext } from '../../host/operations.ts';
import { t } from '../../lib/language/t.ts';
import type { Notification } from '../../window/notifications.ts';
import { useContainers } from '../containers/containers.ts';

interface Place {
  /** Names the container. */
  readonly name: string;
  readonly folder: string;
}

/** Gives nothing where a snapshot would hold nothing of the folder. What fails or is cancelled has to end the operation. */
export async function takeSnapshotFirst(
  { name, folder }: Place,
  before: RiskyChange,
  { signal, progress }: Pick<OperationContext, 'signal' | 'progress'>,
): Promise<Snapshot | undefined> {
  if (isOnVolume(useContainers.getState().byName.get(name)?.volumes ?? [], folder)) return undefined;
  progress(t('Taking a snapshot'), undefined);
  const call = currentClient().stream('snapshot.take', { name, before }, { signal });
  for await (const { fraction } of call) progress(t('Taking a snapshot'), fraction);
  return call.result;
}

/** Gives the link to the page on which the snapshot can be restored. */
export function linkToSnapshots(name: string, snapshot: Snapshot | undefined): Pick<Notification, 'link'> {
  if (snapshot === undefined) return { link: undefined };
  return { link: { label: t('Snapshots'), route: { page: 'container', name, tab: 'snapshots' } } };
}
