/** Acts on containers: each starts an operation of the window, and ends in a notification that links to its result. */

import type { Limits } from '../../../contract/model/limits.ts';
import type { NewContainer } from '../../../contract/operations/container.ts';
import type { Result } from '../../../contract/operations/index.ts';
import { currentClient } from '../../host/connection.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';
import { isOperationWatched, startOperation, type OperationContext } from '../../host/operations.ts';

const linkTo = (name: string) => ({ label: 'Open', route: { page: 'container', name, tab: 'overview' } }) as const;

export function startContainer(name: string): Promise<void> {
  return act({
    name,
    verb: 'start',
    gerund: 'starting',
    past: 'started',
    run: (signal) => currentClient().request('container.start', { name }, { signal }),
  });
}

export function stopContainer(name: string, options: { readonly force: boolean }): Promise<void> {
  const { force } = options;
  return act({
    name,
    verb: force ? 'kill' : 'stop',
    gerund: 'stopping',
    past: force ? 'killed' : 'stopped',
    run: (signal) => currentClient().request('container.stop', { name, force }, { signal }),
  });
}

export function restartContainer(name: string): Promise<void> {
  return act({
    name,
    verb: 'restart',
    gerund: 'restarting',
    past: 'restarted',
    run: (signal) => currentClient().request('container.restart', { name }, { signal }),
  });
}

export function freezeContainer(name: string): Promise<void> {
  return act({
    name,
    verb: 'freeze',
    gerund: 'freezing',
    past: 'frozen',
    run: (signal) => currentClient().request('container.freeze', { name }, { signal }),
  });
}

export function unfreezeContainer(name: string): Promise<void> {
  return act({
    name,
    verb: 'thaw',
    gerund: 'thawing',
    past: 'thawed',
    run: (signal) => currentClient().request('container.unfreeze', { name }, { signal }),
  });
}

export function removeContainer(name: string, options: { readonly force: boolean }): Promise<void> {
  return act({
    name,
    verb: 'remove',
    gerund: 'removing',
    past: 'removed',
    hasResult: false,
    run: (signal) => currentClient().request('container.remove', { name, force: options.force }, { signal }),
  });
}

/** Gives what was applied; undefined when it failed, which was then told. */
export async function configureContainer(
  name: string,
  limits: Partial<Limits>,
): Promise<Result<'container.configure'> | undefined> {
  try {
    return await startOperation({
      title: `Changing limits of ${name}`,
      subject: name,
      gerund: 'changing',
      canCancel: false,
      run: ({ signal }) => currentClient().request('container.configure', { name, limits }, { signal }),
    }).result;
  } catch (error) {
    notifyFailure(`cannot change the limits of ${name}`, error);
    return undefined;
  }
}

/** Begins a creation; it goes on when its dialog is left. Gives the operation's id. */
export function createContainer(choice: NewContainer): number {
  const { id, result } = startOperation({
    title: `Creating ${choice.name}`,
    subject: choice.name,
    gerund: 'creating',
    canCancel: true,
    run: (context) => runCreation(choice, context),
  });
  result.then(
    () =>
      isOperationWatched(id) ||
      notify({ tone: 'done', text: `Container ${choice.name} was created`, link: linkTo(choice.name) }),
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
      text: `${skipped} ${skipped === 1 ? 'file' : 'files'} in the volumes of ${choice.name} kept the old label: they have names outside of it, or could not be opened`,
    });
  return made;
}

interface Act {
  readonly name: string;
  readonly verb: string;
  readonly gerund: string;
  readonly past: string;
  readonly hasResult?: boolean;
  readonly run: (signal: AbortSignal) => Promise<unknown>;
}

async function act({ name, verb, gerund, past, hasResult = true, run }: Act): Promise<void> {
  const title = `${gerund.charAt(0).toUpperCase()}${gerund.slice(1)} ${name}`;
  try {
    await startOperation({ title, subject: name, gerund, canCancel: true, run: async ({ signal }) => run(signal) })
      .result;
    notify({ tone: 'done', text: `Container ${name} was ${past}`, link: hasResult ? linkTo(name) : undefined });
  } catch (error) {
    notifyFailure(`cannot ${verb} the container ${name}`, error);
  }
}
