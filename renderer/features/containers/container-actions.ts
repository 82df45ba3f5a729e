// SPDX-License-Identifier: Apache-2.0
/** Actions on containers: each is an operation of the window, and ends in a notification with a link to its result. */

import { isFailure } from '../../../contract/errors.ts';
import { limitKeys, type Limits } from '../../../contract/model/containers/limits.ts';
import type { Result } from '../../../contract/operations/index.ts';
import { currentClient } from '../../host/connection.ts';
import { type Notification, notify, notifyFailure } from '../../window/notifications.ts';
import { startOperation } from '../../host/operations.ts';
import { t } from '../../lib/language/t.ts';
import { actionTexts, type ActionTexts } from './action-texts.ts';

const linkTo = (name: string) => ({ label: t('Open'), route: { page: 'container', name, tab: 'overview' } }) as const;

export function startContainer(name: string): Promise<void> {
  return runAction({
    name,
    texts: actionTexts.start,
    title: t('Starting {name}', { name }),
    run: (signal) => currentClient().request('container.start', { name }, { signal }),
    again: () => void startContainer(name),
  });
}

export function stopContainer(name: string, options: { readonly force: boolean }): Promise<void> {
  const { force } = options;
  return runAction({
    name,
    texts: force ? killTexts(name) : actionTexts.stop,
    title: t('Stopping {name}', { name }),
    run: (signal) => currentClient().request('container.stop', { name, force }, { signal }),
    again: () => void stopContainer(name, options),
  });
}

export function restartContainer(name: string): Promise<void> {
  return runAction({
    name,
    texts: actionTexts.restart,
    title: t('Restarting {name}', { name }),
    run: (signal) => currentClient().request('container.restart', { name }, { signal }),
    again: () => void restartContainer(name),
  });
}

export function freezeContainer(name: string): Promise<void> {
  return runAction({
    name,
    texts: actionTexts.freeze,
    title: t('Freezing {name}', { name }),
    run: (signal) => currentClient().request('container.freeze', { name }, { signal }),
    again: () => void freezeContainer(name),
  });
}

export function unfreezeContainer(name: string): Promise<void> {
  return runAction({
    name,
    texts: actionTexts.unfreeze,
    title: t('Unfreezing {name}', { name }),
    run: (signal) => currentClient().request('container.unfreeze', { name }, { signal }),
    again: () => void unfreezeContainer(name),
  });
}

/** `before`: what an undo brings back. Gives what was applied; undefined when it failed, which was then notified. */
export async function configureContainer(
  name: string,
  limits: Partial<Limits>,
  before: Limits,
): Promise<Result<'container.configure'> | undefined> {
  const result = await sendLimits(name, limits, () => void configureContainer(name, limits, before));
  if (result === undefined) return undefined;
  const former = Object.fromEntries(
    limitKeys.filter((key) => limits[key] !== undefined).map((key) => [key, before[key]]),
  );
  const undo = (): void => {
    void sendLimits(name, former, undo).then((undone) => {
      if (undone !== undefined) notify({ tone: 'done', text: t('The limits of {name} are as before.', { name }) });
    });
  };
  notify({
    tone: 'done',
    text: t('The limits of {name} were changed.', { name }),
    action: { label: t('Undo'), run: undo },
  });
  return result;
}

async function sendLimits(
  name: string,
  limits: Partial<Limits>,
  again: () => void,
): Promise<Result<'container.configure'> | undefined> {
  try {
    return await startOperation({
      title: t('Changing limits of {name}', { name }),
      subject: name,
      activeLabel: t('changing'),
      canCancel: false,
      run: ({ signal }) => currentClient().request('container.configure', { name, limits }, { signal }),
      again,
    }).result;
  } catch (error) {
    notifyFailure(t('cannot change the limits of {name}', { name }), error);
    return undefined;
  }
}

interface ContainerAction {
  readonly name: string;
  readonly title: string;
  readonly texts: Pick<ActionTexts, 'active' | 'done' | 'failed'>;
  readonly run: (signal: AbortSignal) => Promise<unknown>;
  readonly again: () => void;
}

async function runAction({ name, title, texts, run, again }: ContainerAction): Promise<void> {
  try {
    await startOperation({
      title,
      subject: name,
      activeLabel: texts.active,
      canCancel: true,
      again,
      run: ({ signal }) => run(signal),
    }).result;
    notify({ tone: 'done', text: texts.done([name]), link: linkTo(name) });
  } catch (error) {
    notifyFailure(texts.failed(name), error, linkToLogs(name, error));
  }
}

function killTexts(name: string): ContainerAction['texts'] {
  return {
    active: actionTexts.stop.active,
    done: () => t('Container {name} was killed.', { name }),
    failed: () => t('cannot kill the container {name}', { name }),
  };
}

/** Why it did not start is in them. */
function linkToLogs(name: string, error: unknown): Notification['link'] {
  return isFailure(error, 'container-not-started')
    ? { label: t('Show its logs'), route: { page: 'container', name, tab: 'logs' } }
    : undefined;
}
