// SPDX-License-Identifier: Apache-2.0
/** Creates a container as an operation of the window, which goes on when its dialog is left. */

import type { NewContainer } from '../../../contract/operations/container.ts';
import type { Result } from '../../../contract/operations/index.ts';
import { currentClient } from '../../host/connection.ts';
import { isOperationWatched, startOperation, useOperations, type OperationContext } from '../../host/operations.ts';
import { keptLabelsLabel } from '../volumes/volumes.ts';
import { noteStepTimes } from './step-times.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';

/** Gives the operation's id. */
export function createContainer(choice: NewContainer): number {
  const { id, result } = startOperation({
    title: `Creating ${choice.name}`,
    subject: choice.name,
    activeLabel: 'creating',
    canCancel: true,
    run: (context) => runCreation(choice, context),
    again: () => void createContainer(choice),
  });
  result.then(
    () => {
      const done = useOperations.getState().operations.find((operation) => operation.id === id);
      if (done?.hostId !== undefined) noteStepTimes(done.hostId, done.steps, Date.now());
      if (!isOperationWatched(id))
        notify({
          tone: 'done',
          text: `Container ${choice.name} was created.`,
          link: { label: 'Open', route: { page: 'container', name: choice.name, tab: 'overview' } },
        });
    },
    (error: unknown) => isOperationWatched(id) || notifyFailure(`cannot create the container ${choice.name}`, error),
  );
  return id;
}

/** One call: the host makes all of it or nothing. */
async function runCreation(
  choice: NewContainer,
  { signal, progress }: OperationContext,
): Promise<Result<'container.create'>> {
  const stream = currentClient().stream('container.create', choice, { signal });
  let skipped = 0;
  for await (const item of stream) {
    progress(item.step, item.fraction);
    if (item.skipped !== undefined) skipped += 1;
  }
  const made = await stream.result;
  if (skipped > 0)
    notify({
      tone: 'info',
      text: keptLabelsLabel(skipped, `the volumes of ${choice.name}`),
    });
  return made;
}
