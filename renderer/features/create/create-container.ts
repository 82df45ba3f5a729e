// SPDX-License-Identifier: Apache-2.0
/** Creates a container as an operation of the window, which goes on when its dialog is left. */

import type { NewContainer } from '../../../contract/operations/containers/creation.ts';
import type { Result } from '../../../contract/operations/index.ts';
import { leaveOutUnchosen } from '../../../contract/rules/leave-out-unchosen.ts';
import { currentClient } from '../../host/connection.ts';
import { isOperationWatched, startOperation, useOperations, type OperationContext } from '../../host/operations.ts';
import { keptLabelsLabel } from '../volumes/volumes.ts';
import { noteStepTimes } from './step-times.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';

/** Gives the operation's id. `onCreated` is called when the container is there. */
export function createContainer(choice: NewContainer, onCreated: () => void = () => undefined): number {
  const { id, result } = startOperation({
    title: t('Creating {name}', { name: choice.name }),
    subject: choice.name,
    activeLabel: t('creating'),
    canCancel: true,
    run: (context) => runCreation(choice, context),
    again: () => void createContainer(choice, onCreated),
  });
  result.then(
    () => {
      onCreated();
      const done = useOperations.getState().operations.find((operation) => operation.id === id);
      if (done?.hostId !== undefined) noteStepTimes(done.hostId, done.steps, Date.now());
      if (!isOperationWatched(id))
        notify({
          tone: 'done',
          text: t('Container {name} was created.', { name: choice.name }),
          link: { label: t('Open'), route: { page: 'container', name: choice.name, tab: 'overview' } },
        });
    },
    (error: unknown) =>
      isOperationWatched(id) || notifyFailure(t('cannot create the container {name}', { name: choice.name }), error),
  );
  return id;
}

/** Creates the container in one call: the host makes all of it or nothing. */
async function runCreation(
  choice: NewContainer,
  { signal, progress }: OperationContext,
): Promise<Result<'container.create'>> {
  const stream = currentClient().stream('container.create', leaveOutUnchosen(choice), { signal });
  let skipped = 0;
  for await (const item of stream) {
    progress(item.step, item.fraction);
    if (item.skipped !== undefined) skipped += 1;
  }
  const made = await stream.result;
  if (skipped > 0)
    notify({
      tone: 'info',
      text: keptLabelsLabel(skipped, t('the volumes of {name}', { name: choice.name })),
    });
  return made;
}
