// SPDX-License-Identifier: Apache-2.0
/** Copies or moves a container to another host of the window, as an operation of the window. */

import type { Container, Network } from '../../../../contract/model/containers/container.ts';
import { clientOf, currentClient, shownHostId } from '../../../host/connection.ts';
import { useWindow } from '../../../host/main-process.ts';
import { type OperationContext, startOperation } from '../../../host/operations.ts';
import { runOnHost } from '../../../host/run-on-host.ts';
import { t } from '../../../lib/language/t.ts';
import { formatBytes } from '../../../lib/units.ts';
import { openDialog } from '../../../window/dialogs.ts';
import { notify, notifyFailure } from '../../../window/notifications.ts';
import type { PipedContainer } from '../../../../rpc/pipe-container.ts';
import type { InstancePlace } from '../instance-fields.tsx';
import { pipeContainer } from './pipe-container.ts';

export interface CopyChoice {
  /** Gives the id of the other host. */
  readonly to: string;
  /** Gives the name on the other host. */
  readonly name: string;
  /** Names an image of the other host, where it does not have the container's own. The same holds for `network`. */
  readonly image?: string;
  readonly network?: Network;
  /** Names the place where Incus is to create it, instead of LXC. */
  readonly incus?: InstancePlace;
  /**
   * Says whether the original is to go: it is stopped before the copy, and removed after a question once the copy is
   * there.
   */
  readonly isMove: boolean;
  /** Start the copy when it is there. */
  readonly start: boolean;
}

type Original = Pick<Container, 'name' | 'state'>;

export async function copyContainer(original: Original, choice: CopyChoice): Promise<void> {
  const { name } = original;
  const host = labelOfHost(choice.to);
  const title = choice.isMove
    ? t('Moving {name} to {host}', { name, host })
    : t('Copying {name} to {host}', { name, host });
  try {
    const { sha256, bytes } = await startOperation({
      title,
      subject: name,
      activeLabel: t('being copied'),
      canCancel: true,
      run: (context) => copy(original, choice, context),
    }).result;
    notify({
      tone: 'done',
      text: t('{name} was copied to {host} ({bytes}), and its checksum compared there.', {
        name,
        host,
        bytes: formatBytes(bytes),
      }),
      details: `SHA-256 ${sha256}`,
    });
  } catch (error) {
    notifyFailure(
      choice.isMove
        ? t('cannot move {name} to {host}', { name, host })
        : t('cannot copy {name} to {host}', { name, host }),
      error,
    );
  }
}

/** Gives the label of a host, such as `edge-2`. */
function labelOfHost(hostId: string | undefined): string {
  return useWindow.getState().hosts.find(({ id }) => id === hostId)?.label ?? hostId ?? '';
}

async function copy(
  original: Original,
  { to, name, image, network, incus, isMove, start }: CopyChoice,
  context: OperationContext,
): Promise<PipedContainer> {
  const hostId = shownHostId();
  const from = { label: labelOfHost(hostId), client: currentClient() };
  const host = labelOfHost(to);
  const client = clientOf(to);
  if (client === undefined) throw new Error(t('there is no connection to {host}', { host }));
  const stopped = isMove && original.state !== 'stopped';
  if (stopped) {
    context.progress(t('Stopping it'), undefined);
    const params = { name: original.name, force: original.state === 'frozen' };
    await from.client.request('container.stop', params, { signal: context.signal });
  }
  let copied: PipedContainer;
  try {
    const params = {
      name,
      ...(image !== undefined && { image }),
      ...(network !== undefined && { network }),
      ...(incus !== undefined && { incus }),
    };
    copied = await pipeContainer({ name: original.name, from, to: { label: host, client }, params }, context);
  } catch (error) {
    if (stopped) await startAgain(original.name, from);
    throw error;
  }
  const hasStarted = !start || (await startThere(name, { host: to, client }));
  if (isMove && hasStarted) offerRemoval(original.name, { hostId, host });
  return copied;
}

/** It was stopped for a copy that has come to nothing. */
async function startAgain(name: string, from: Parameters<typeof pipeContainer>[0]['from']): Promise<void> {
  try {
    await from.client.request('container.start', { name });
  } catch (error) {
    notifyFailure(t('cannot start {name} again', { name }), error);
  }
}

/** The copy is there, whatever comes of its start. */
async function startThere(
  name: string,
  { host, client }: { readonly host: string; readonly client: ReturnType<typeof currentClient> },
): Promise<boolean> {
  try {
    await client.request('container.start', { name });
    return true;
  } catch (error) {
    notifyFailure(
      t('the copy {name} is there, but it cannot be started on {host}', { name, host: labelOfHost(host) }),
      error,
      {
        label: t('Open'),
        route: { page: 'container', name, tab: 'overview' },
      },
    );
    return false;
  }
}

/** Offers to remove the original, also while the window shows another host: the offer leads to the right one. */
function offerRemoval(
  name: string,
  { hostId, host }: { readonly hostId: string | undefined; readonly host: string },
): void {
  notify({
    tone: 'info',
    hostId,
    text: t('{name} is on {host} now. The original is still here, stopped: look at the copy before you remove it.', {
      name,
      host,
    }),
    action: {
      label: t('Remove the original…'),
      run: () => runOnHost(hostId, () => openDialog({ kind: 'remove', names: [name] })),
    },
  });
}
