// SPDX-License-Identifier: Apache-2.0
/** The snapshots of the container that is looked at, and what is done with them as operations of the window. */

import type { Container } from '../../../contract/model/containers/container.ts';
import type { Snapshot } from '../../../contract/model/containers/snapshot.ts';
import type { SnapshotPlan, SnapshotSchedule } from '../../../contract/model/containers/snapshot-schedule.ts';
import { currentClient } from '../../host/connection.ts';
import { createHostStore } from '../../host/host-stores.ts';
import { startOperation } from '../../host/operations.ts';
import { failureText, notify, notifyFailure } from '../../window/notifications.ts';
import type { SnapshotStep } from '../../../contract/operations/containers/snapshot.ts';
import { t } from '../../lib/language/t.ts';

interface SnapshotsState {
  /** The container that they are of. */
  readonly name: string | undefined;
  /** Lists the snapshots, newest first; undefined while they are not known. */
  readonly snapshots: readonly Snapshot[] | undefined;
  /** Null where none is set; undefined while that is not known. */
  readonly schedule: SnapshotSchedule | null | undefined;
  readonly problem: string | undefined;
}

const unknown: SnapshotsState = { name: undefined, snapshots: undefined, schedule: undefined, problem: undefined };

export const useSnapshots = createHostStore<SnapshotsState>(unknown);

/** The last answer stays while the same container is looked at again. */
export async function loadSnapshots(name: string): Promise<void> {
  if (useSnapshots.getState().name !== name) useSnapshots.setState({ ...unknown, name });
  try {
    const { snapshots, schedule } = await currentClient().request('snapshot.list', { name });
    if (useSnapshots.getState().name === name) useSnapshots.setState({ snapshots, schedule, problem: undefined });
  } catch (error) {
    if (useSnapshots.getState().name === name)
      useSnapshots.setState({ problem: failureText(t('cannot list the snapshots of {name}', { name }), error) });
  }
}

const stepLabels: Readonly<Record<SnapshotStep, string>> = {
  check: t('check'),
  'keep-present': t('keep-present'),
  freeze: t('freeze'),
  clear: t('clear'),
  copy: t('copy'),
  write: t('write'),
  mount: t('mount'),
};

const linkTo = (name: string) => ({ label: t('Open'), route: { page: 'container', name, tab: 'snapshots' } }) as const;

/** Takes one; the host names it by the time where no name is given. */
export async function takeSnapshot(name: string, snapshot?: string): Promise<boolean> {
  try {
    const taken = await startOperation({
      title: t('Taking a snapshot of {name}', { name }),
      subject: name,
      activeLabel: t('being copied'),
      canCancel: true,
      run: async ({ signal, progress }) => {
        const params = { name, ...(snapshot !== undefined && { snapshot }) };
        const stream = currentClient().stream('snapshot.take', params, { signal });
        for await (const { step, fraction } of stream) progress(stepLabels[step], fraction);
        return stream.result;
      },
      again: () => void takeSnapshot(name, snapshot),
    }).result;
    notify({
      tone: 'done',
      text: t('Snapshot {snapshot} of {name} was taken.', { snapshot: taken.name, name }),
      link: linkTo(name),
    });
    await loadSnapshots(name);
    return true;
  } catch (error) {
    notifyFailure(t('cannot take a snapshot of {name}', { name }), error);
    return false;
  }
}

export interface Restore {
  readonly snapshot: string;
  /** Take a snapshot of the present files first. */
  readonly keepPresent: boolean;
}

/** Stops a running container first, and starts it again when its files are back. */
export async function restoreSnapshot(
  { name, state }: Pick<Container, 'name' | 'state'>,
  { snapshot, keepPresent }: Restore,
): Promise<void> {
  const isUp = state !== 'stopped';
  try {
    const { kept } = await startOperation({
      title: t('Restoring {snapshot} of {name}', { snapshot, name }),
      subject: name,
      activeLabel: t('being restored'),
      canCancel: true,
      run: async ({ signal, progress }) => {
        const client = currentClient();
        if (isUp) await client.request('container.stop', { name, force: state === 'frozen' }, { signal });
        const stream = client.stream('snapshot.restore', { name, snapshot, keepPresent }, { signal });
        for await (const { step, fraction } of stream) progress(stepLabels[step], fraction);
        const result = await stream.result;
        if (isUp) await client.request('container.start', { name }, { signal });
        return result;
      },
    }).result;
    notify({
      tone: 'done',
      text: t('The files of {name} are those of {snapshot} again.', { name, snapshot }),
      link: linkTo(name),
      ...(kept !== null && { action: undoTo(name, kept.name) }),
    });
  } catch (error) {
    notifyFailure(t('cannot restore the snapshot {snapshot} of {name}', { snapshot, name }), error);
  }
  await loadSnapshots(name);
}

/** Offers to undo a restore, by the snapshot of what it replaced. */
function undoTo(name: string, kept: string): { readonly label: string; readonly run: () => void } {
  const run = async (): Promise<void> => {
    const { containers } = await currentClient().request('container.list', {});
    const container = containers.find((one) => one.name === name);
    if (container !== undefined) await restoreSnapshot(container, { snapshot: kept, keepPresent: false });
  };
  return {
    label: t('Undo'),
    run: () =>
      void run().catch((error: unknown) =>
        notifyFailure(t('cannot restore the snapshot {snapshot} of {name}', { snapshot: kept, name }), error),
      ),
  };
}

export async function removeSnapshot(name: string, snapshot: string): Promise<void> {
  try {
    await startOperation({
      title: t('Removing {snapshot} of {name}', { snapshot, name }),
      subject: name,
      activeLabel: t('being changed'),
      canCancel: false,
      run: ({ signal }) => currentClient().request('snapshot.remove', { name, snapshot }, { signal }),
    }).result;
    notify({ tone: 'done', text: t('Snapshot {snapshot} of {name} was removed.', { snapshot, name }) });
  } catch (error) {
    notifyFailure(t('cannot remove the snapshot {snapshot} of {name}', { snapshot, name }), error);
  }
  await loadSnapshots(name);
}

/** Sets the schedule of a container's snapshots, or ends it where there is no plan. Gives whether that was done. */
export async function scheduleSnapshots(name: string, plan: SnapshotPlan | null): Promise<boolean> {
  try {
    const client = currentClient();
    if (plan === null) await client.request('snapshot.unschedule', { name });
    else await client.request('snapshot.schedule', { name, plan });
    await loadSnapshots(name);
    return true;
  } catch (error) {
    notifyFailure(
      plan === null
        ? t('cannot end the schedule of snapshots of {name}', { name })
        : t('cannot schedule snapshots of {name}', { name }),
      error,
    );
    return false;
  }
}
