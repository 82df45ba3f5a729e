// SPDX-License-Identifier: Apache-2.0
/**
 * Runs an action on one container or on several: one operation with one progress, one notification at the end, with
 * what undoes it where there is that. A few run at a time, so that the helper serves others meanwhile.
 */

import { fail, isFailure } from '../../../../contract/errors.ts';
import type { Client } from '../../../../rpc/client.ts';
import { currentClient } from '../../../host/connection.ts';
import { HostLeftError, startOperation } from '../../../host/operations.ts';
import { withStop } from '../../../lib/sentence.ts';
import { failureText, type Notification, notify, notifyFailure } from '../../../window/notifications.ts';
import { t } from '../../../lib/language/t.ts';
import { actionTexts, type ActionTexts } from './action-texts.ts';
import { useContainers } from '../containers.ts';

export interface BulkAction {
  readonly texts: ActionTexts;
  readonly run: (client: Client, name: string, signal: AbortSignal) => Promise<unknown>;
  /** How many run at the same time, where it is another number than usual. */
  readonly atOnce?: number;
  /** The containers are gone when it is done. */
  readonly leavesNothing?: boolean;
  /** It was agreed to for this time only: it is not offered again after a failure. */
  readonly isOnce?: boolean;
  /** The action that takes it back, for those that were done. */
  readonly undo?: BulkAction;
  /** What the notification calls that; Undo when left out. */
  readonly undoLabel?: string;
}

const starting: BulkAction = {
  texts: actionTexts.start,
  run: (client, name, signal) => client.request('container.start', { name }, { signal }),
};

export const bulkActions = {
  start: starting,
  // It is sent at once: one that misbehaves must not go on, and a window that is closed must not lose the press.
  stop: {
    texts: actionTexts.stop,
    run: (client, name, signal) => client.request('container.stop', { name, force: false }, { signal }),
    undo: starting,
    undoLabel: t('Start'),
  },
  restart: {
    texts: actionTexts.restart,
    run: (client, name, signal) => client.request('container.restart', { name }, { signal }),
  },
  freeze: {
    ...freezing(),
    undo: unfreezing(),
  },
  unfreeze: {
    ...unfreezing(),
    undo: freezing(),
  },
  kill: {
    texts: actionTexts.kill,
    isOnce: true,
    // Only `isolation.kill` kills a running container that Bulkhead did not create.
    run: (client, name, signal) =>
      useContainers.getState().byName.get(name)?.isManaged === false
        ? client.request('isolation.kill', { name }, { signal })
        : client.request('container.stop', { name, force: true }, { signal }),
  },
} as const satisfies Readonly<Record<string, BulkAction>>;

/** Removes containers; with force also those that run. */
export function removal(options: { readonly force: boolean }): BulkAction {
  const { force } = options;
  return {
    texts: actionTexts.remove,
    leavesNothing: true,
    isOnce: true,
    run: (client, name, signal) => client.request('container.remove', { name, force }, { signal }),
  };
}

/** How many run at the same time. */
const width = 4;

/** Runs the action on each of the containers, and gives the names of those on which it was done. */
export async function runBulk(action: BulkAction, names: readonly string[]): Promise<readonly string[]> {
  const done: string[] = [];
  const failures: { readonly name: string; readonly error: unknown }[] = [];
  const operation = startOperation({
    title: action.texts.title(names),
    subject: names.length === 1 ? names.join('') : t('{count} containers', { count: names.length }),
    containers: names,
    activeLabel: action.texts.active,
    canCancel: true,
    ...(names.length === 1 && action.isOnce !== true && { again: () => void runBulk(action, names) }),
    async run({ signal, progress, leave }) {
      const client = currentClient();
      const waiting = [...names];
      const left = new Set(names);
      async function work(): Promise<void> {
        for (let name = waiting.shift(); name !== undefined && !signal.aborted; name = waiting.shift()) {
          try {
            await action.run(client, name, signal);
            done.push(name);
          } catch (error) {
            if (!isFailure(error, 'cancelled')) failures.push({ name, error });
          }
          left.delete(name);
          leave([...left]);
          if (names.length > 1)
            progress(
              t('{count} of {total}', { count: names.length - left.size, total: names.length }),
              1 - left.size / names.length,
            );
        }
      }
      await Promise.all(Array.from({ length: Math.min(action.atOnce ?? width, names.length) }, work));
      const [first] = failures;
      if (first !== undefined) throw first.error;
      if (signal.aborted) fail('cancelled', {});
    },
  });
  const error: unknown = await operation.result.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof HostLeftError)) report(action, { names, done, failures });
  return done;
}

function report(
  action: BulkAction,
  {
    names,
    done,
    failures,
  }: {
    readonly names: readonly string[];
    readonly done: readonly string[];
    readonly failures: readonly { readonly name: string; readonly error: unknown }[];
  },
): void {
  const [first] = failures;
  const isAlone = names.length === 1;
  if (first !== undefined && (isAlone || failures.every(({ error }) => isFailure(error, 'authorisation-dismissed'))))
    notifyFailure(action.texts.failed(first.name), first.error, linkToLogs(first));
  else if (done.length < names.length)
    notify({
      tone: failures.length > 0 ? 'failed' : 'info',
      text: `${action.texts.partly(done.length, names.length)} ${firstCause(action, failures)}`,
      details: failures.length < 2 ? undefined : failures.map((one) => causeOf(action, one)).join('\n'),
      action: undoOf(action, done),
    });
  else
    notify({
      tone: 'done',
      text: action.texts.done(done),
      link: linkTo(action, done),
      action: undoOf(action, done),
    });
}

function linkTo({ leavesNothing = false }: BulkAction, [name, ...others]: readonly string[]) {
  if (name === undefined || others.length > 0 || leavesNothing) return undefined;
  return { label: t('Open'), route: { page: 'container', name, tab: 'overview' } } as const;
}

function undoOf(action: BulkAction, done: readonly string[]) {
  const { undo, undoLabel = t('Undo') } = action;
  if (undo === undefined || done.length === 0) return undefined;
  return { label: undoLabel, run: () => void runBulk(undo, done) };
}

interface FailedOne {
  readonly name: string;
  readonly error: unknown;
}

/** Why it did not start is in them. */
function linkToLogs({ name, error }: FailedOne): Notification['link'] {
  return isFailure(error, 'container-not-started')
    ? { label: t('Show its logs'), route: { page: 'container', name, tab: 'logs' } }
    : undefined;
}

function firstCause(action: BulkAction, failures: readonly FailedOne[]): string {
  const [first] = failures;
  return first === undefined ? t('The rest was cancelled.') : causeOf(action, first);
}

function causeOf(action: BulkAction, { name, error }: FailedOne): string {
  return `${name}: ${withStop(failureText(action.texts.failed(name), error))}`;
}

function freezing(): BulkAction {
  return {
    texts: actionTexts.freeze,
    run: (client, name, signal) => client.request('container.freeze', { name }, { signal }),
  };
}

function unfreezing(): BulkAction {
  return {
    texts: actionTexts.unfreeze,
    run: (client, name, signal) => client.request('container.unfreeze', { name }, { signal }),
  };
}
