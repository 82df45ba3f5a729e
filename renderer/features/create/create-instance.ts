// SPDX-License-Identifier: Apache-2.0
/** Has Incus create a container, as an operation of the window. */

import { fail } from '../../../contract/errors.ts';
import type { ParamsInput, Result } from '../../../contract/operations/index.ts';
import { type PlaceWanted, rankMembers } from '../../../contract/rules/rank-members.ts';
import { currentClient } from '../../host/connection.ts';
import { startOperation } from '../../host/operations.ts';
import { t } from '../../lib/language/t.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';
import { useContainers } from '../containers/containers.ts';

/**
 * Creates an instance of Incus. `wanted` says what is wanted of the member, which is chosen now by load; undefined
 * where the request names it, or Incus chooses. `onCreated` is called when the container is there.
 */
export async function createInstance(
  params: ParamsInput<'cluster.create'>,
  wanted?: PlaceWanted,
  onCreated: () => void = () => undefined,
): Promise<void> {
  const { name } = params;
  try {
    const { member } = await startOperation({
      title: t('Creating {name}', { name }),
      subject: name,
      activeLabel: t('creating'),
      canCancel: true,
      run: ({ signal }) => create(params, wanted, signal),
      again: () => void createInstance(params, wanted, onCreated),
    }).result;
    onCreated();
    notify({
      tone: 'done',
      text:
        wanted === undefined || member === null
          ? t('Container {name} was created.', { name })
          : t('Container {name} was created on {member}.', { name, member }),
      link: { label: t('Open'), route: { page: 'container', name, tab: 'overview' } },
    });
  } catch (error) {
    notifyFailure(t('cannot create the container {name}', { name }), error);
  }
}

async function create(
  params: ParamsInput<'cluster.create'>,
  wanted: PlaceWanted | undefined,
  signal: AbortSignal,
): Promise<Result<'cluster.create'>> {
  const client = currentClient();
  if (wanted === undefined) return client.request('cluster.create', params, { signal });
  const { cluster } = await client.request('cluster.members', {}, { signal });
  const [best] = rankMembers(cluster?.members ?? [], [...useContainers.getState().byName.values()], wanted);
  if (best === undefined || best.obstacle !== undefined)
    fail('container-failed', { name: params.name, reason: t('no member of the cluster fits') });
  return client.request('cluster.create', { ...params, member: best.member.name }, { signal });
}
