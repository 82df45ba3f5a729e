/** Acts on containers: each starts an operation of the window, and ends in a notification that links to its result. */

import type { Limits } from '../../contract/model/limits.ts';
import type { NewContainer } from '../../contract/operations/container.ts';
import type { Result } from '../../contract/operations/index.ts';
import { currentClient } from './connection.ts';
import { notify, notifyFailure } from './notifications.ts';
import { startOperation, type OperationContext } from './operations.ts';
import type { VolumeDraft } from '../model/volume-draft.ts';
import { runAttach } from './volumes.ts';

const linkTo = (name: string) => ({ label: 'Open', route: { page: 'container', name, tab: 'overview' } }) as const;

export function startContainer(name: string): Promise<void> {
  return act({ name, verb: 'start', gerund: 'starting', past: 'started', run: (signal) => currentClient().request('container.start', { name }, { signal }) });
}

export function stopContainer(name: string, options: { readonly force: boolean }): Promise<void> {
  const { force } = options;
  return act({ name, verb: force ? 'kill' : 'stop', gerund: 'stopping', past: force ? 'killed' : 'stopped', run: (signal) => currentClient().request('container.stop', { name, force }, { signal }) });
}

export function restartContainer(name: string): Promise<void> {
  return act({ name, verb: 'restart', gerund: 'restarting', past: 'restarted', run: (signal) => currentClient().request('container.restart', { name }, { signal }) });
}

export function freezeContainer(name: string): Promise<void> {
  return act({ name, verb: 'freeze', gerund: 'freezing', past: 'frozen', run: (signal) => currentClient().request('container.freeze', { name }, { signal }) });
}

export function unfreezeContainer(name: string): Promise<void> {
  return act({ name, verb: 'thaw', gerund: 'thawing', past: 'thawed', run: (signal) => currentClient().request('container.unfreeze', { name }, { signal }) });
}

export function removeContainer(name: string, options: { readonly force: boolean }): Promise<void> {
  return act({ name, verb: 'remove', gerund: 'removing', past: 'removed', hasResult: false, run: (signal) => currentClient().request('container.remove', { name, force: options.force }, { signal }) });
}

/** Gives what was applied; undefined when it failed, which was then told. */
export async function configureContainer(name: string, limits: Partial<Limits>): Promise<Result<'container.configure'> | undefined> {
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

/** What follows when it is made, and before it starts. */
export interface AfterCreation {
  readonly isLearning: boolean;
  readonly volumes: readonly VolumeDraft[];
  readonly start: boolean;
}

/** Begins a creation; it goes on when its dialog is left. Gives the operation's id. */
export function createContainer(choice: NewContainer, after: AfterCreation = { isLearning: false, volumes: [], start: false }): number {
  const { id, result } = startOperation({ title: `Creating ${choice.name}`, subject: choice.name, gerund: 'creating', canCancel: true, run: (context) => runCreation(choice, after, context) });
  result.then(
    () => notify({ tone: 'done', text: `Container ${choice.name} was created`, link: linkTo(choice.name) }),
    (error: unknown) => notifyFailure(`cannot create the container ${choice.name}`, error),
  );
  return id;
}

/** Each volume is a right of its own, and one that is to learn does so before its first start. What cannot be given leaves it made and stopped. */
async function runCreation(choice: NewContainer, { isLearning, volumes, start }: AfterCreation, { signal, progress }: OperationContext): Promise<Result<'container.create'>> {
  const stream = currentClient().stream('container.create', choice, { signal });
  for await (const { step, fraction } of stream) progress(step, fraction);
  let made = await stream.result;
  for (const volume of volumes) await runAttach({ name: choice.name, ...volume }, { signal, progress: (_step, fraction) => progress('configure', fraction) });
  if (isLearning) made = await runLearning(choice, { signal, progress });
  return start && made.initPid === null ? currentClient().request('container.start', { name: choice.name }, { signal }) : made;
}

async function runLearning(choice: NewContainer, { signal, progress }: OperationContext): Promise<Result<'container.create'>> {
  const confining = currentClient().stream('container.confine', { name: choice.name, confinement: 'learning', ports: choice.ports ?? [] }, { signal });
  for await (const { fraction } of confining) progress('policy', fraction);
  return (await confining.result).container;
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
    await startOperation({ title, subject: name, gerund, canCancel: true, run: async ({ signal }) => run(signal) }).result;
    notify({ tone: 'done', text: `Container ${name} was ${past}`, link: hasResult ? linkTo(name) : undefined });
  } catch (error) {
    notifyFailure(`cannot ${verb} the container ${name}`, error);
  }
}
