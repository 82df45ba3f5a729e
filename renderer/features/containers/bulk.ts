// SPDX-License-Identifier: Apache-2.0
/**
 * The same action on several containers: one operation with one progress, one notification at the end, and one Undo
 * where there is a way back. A few run at a time, so that the helper serves others meanwhile.
 */

import { fail, isFailure } from '../../../contract/errors.ts';
import type { Client } from '../../../rpc/client.ts';
import { currentClient } from '../../host/connection.ts';
import { HostLeftError, startOperation } from '../../host/operations.ts';
import { capitalised, withStop } from '../../lib/sentence.ts';
import { failureText, notify, notifyFailure } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';

export interface BulkAction {
  /** `freeze`, as in "cannot freeze". */
  readonly verb: string;
  readonly activeLabel: string;
  /** `frozen`, as in "were frozen". */
  readonly past: string;
  readonly run: (client: Client, name: string, signal: AbortSignal) => Promise<unknown>;
  /** The containers are gone when it is done. */
  readonly leavesNothing?: boolean;
  /** The action that takes it back, for those that were done. */
  readonly undo?: BulkAction;
}

export const bulkActions = {
  start: {
    verb: 'start',
    activeLabel: 'starting',
    past: 'started',
    run: (client, name, signal) => client.request('container.start', { name }, { signal }),
  },
  stop: {
    verb: 'stop',
    activeLabel: 'stopping',
    past: 'stopped',
    run: (client, name, signal) => client.request('container.stop', { name, force: false }, { signal }),
  },
  restart: {
    verb: 'restart',
    activeLabel: 'restarting',
    past: 'restarted',
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
} as const satisfies Readonly<Record<string, BulkAction>>;

/** Removes containers; with force also those that run. */
export function removal(options: { readonly force: boolean }): BulkAction {
  const { force } = options;
  return {
    verb: 'remove',
    activeLabel: 'removing',
    past: 'removed',
    leavesNothing: true,
    run: (client, name, signal) => client.request('container.remove', { name, force }, { signal }),
  };
}

/** How many run at the same time. */
const width = 4;

/** Runs the action on each of the containers, and gives the names of those on which it was done. */
export async function runBulk(action: BulkAction, names: readonly string[]): Promise<readonly string[]> {
  const done: string[] = [];
  const failures: { readonly name: string; readonly error: unknown }[] = [];
  const what = countLabel(names);
  const operation = startOperation({
    title: `${capitalised(action.activeLabel)} ${what}`,
    subject: names.length === 1 ? names.join('') : t('{count} containers', { count: names.length }),
    containers: names,
    activeLabel: action.activeLabel,
    canCancel: true,
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
          progress(`${names.length - left.size} of ${names.length}`, 1 - left.size / names.length);
        }
      }
      await Promise.all(Array.from({ length: Math.min(width, names.length) }, work));
      const [first] = failures;
      if (first !== undefined) throw first.error;
      if (signal.aborted) fail('cancelled', {});
    },
  });
  const error: unknown = await operation.result.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof HostLeftError)) report(action, names, done, failures);
  return done;
}

function report(
  action: BulkAction,
  names: readonly string[],
  done: readonly string[],
  failures: readonly { readonly name: string; readonly error: unknown }[],
): void {
  const [first] = failures;
  const isAlone = names.length === 1;
  if (first !== undefined && (isAlone || failures.every(({ error }) => isFailure(error, 'authorisation-dismissed'))))
    notifyFailure(t('cannot {verb} the container {name}', { verb: action.verb, name: first.name }), first.error);
  else if (done.length < names.length)
    notify({
      tone: failures.length > 0 ? 'failed' : 'info',
      text: t('{count} of {count2} containers were {past}. {action}', {
        count: done.length,
        count2: names.length,
        past: action.past,
        action: firstCause(action, failures),
      }).trim(),
      details: failures.length < 2 ? undefined : failures.map((one) => causeOf(action, one)).join('\n'),
      action: undoOf(action, done),
    });
  else
    notify({
      tone: 'done',
      text: `${capitalised(countLabel(done))} ${done.length === 1 ? 'was' : 'were'} ${action.past}.`,
      link: linkTo(action, done),
      action: undoOf(action, done),
    });
}

function linkTo({ leavesNothing = false }: BulkAction, [name, ...others]: readonly string[]) {
  if (name === undefined || others.length > 0 || leavesNothing) return undefined;
  return { label: t('Open'), route: { page: 'container', name, tab: 'overview' } } as const;
}

function undoOf(action: BulkAction, done: readonly string[]) {
  const { undo } = action;
  if (undo === undefined || done.length === 0) return undefined;
  return { label: t('Undo'), run: () => void runBulk(undo, done) };
}

interface FailedOne {
  readonly name: string;
  readonly error: unknown;
}

function firstCause(action: BulkAction, failures: readonly FailedOne[]): string {
  const [first] = failures;
  return first === undefined ? t('The rest was cancelled.') : causeOf(action, first);
}

function causeOf(action: BulkAction, { name, error }: FailedOne): string {
  return `${name}: ${withStop(failureText(t('cannot {verb} the container {name}', { verb: action.verb, name }), error))}`;
}

function countLabel(names: readonly string[]): string {
  return names.length === 1
    ? t('container {names}', { names: names.join('') })
    : t('{count} containers', { count: names.length });
}

function freezing(): BulkAction {
  return {
    verb: 'freeze',
    activeLabel: 'freezing',
    past: 'frozen',
    run: (client, name, signal) => client.request('container.freeze', { name }, { signal }),
  };
}

function unfreezing(): BulkAction {
  return {
    verb: 'unfreeze',
    activeLabel: 'unfreezing',
    past: 'unfrozen',
    run: (client, name, signal) => client.request('container.unfreeze', { name }, { signal }),
  };
}
