// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the latest check of the current host: by its helper, or from this machine while the helper is not reached. It
 * is kept until the window leaves the host.
 */

import { isFailure } from '../../../contract/errors.ts';
import type { FixableCheck, HostCheck } from '../../../contract/model/host/host-check.ts';
import { type Client, ConnectionClosedError } from '../../../rpc/client.ts';
import { type Connection, currentClient, useConnection } from '../../host/connection.ts';
import { createHostStore, onHostLeft } from '../../host/host-stores.ts';
import { checkFromHere } from '../../host/main-process.ts';
import { startOperation } from '../../host/operations.ts';
import { sentenceOf } from '../../lib/sentence.ts';
import { failureText, notify, notifyFailure } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';

/** Says who is asked: the helper over this connection, or this machine since the helper is not reached. */
export type CheckSource = Client | 'lost' | 'denied';

interface DoctorState {
  readonly checks: readonly HostCheck[] | undefined;
  /** Seconds since the epoch. */
  readonly checkedAt: number;
  readonly source: CheckSource | undefined;
  readonly isUnderWay: boolean;
  readonly problem: string | undefined;
}

export const useDoctor = createHostStore<DoctorState>({
  checks: undefined,
  checkedAt: 0,
  source: undefined,
  isUnderWay: false,
  problem: undefined,
});

let underWay: AbortController | undefined;
onHostLeft(() => underWay?.abort());

/** Undefined while nobody can be asked. */
export function checkSourceOf(connection: Connection): CheckSource | undefined {
  if (connection.status === 'connected') return connection.client;
  return connection.status === 'lost' || connection.status === 'denied' ? connection.status : undefined;
}

/** A new check takes the place of one that is under way. */
export async function runHostCheck(): Promise<void> {
  const { connection } = useConnection.getState();
  const source = checkSourceOf(connection);
  if (source === undefined) return;
  underWay?.abort();
  const abort = new AbortController();
  underWay = abort;
  // What another source said is no answer of this one.
  useDoctor.setState((last) => ({
    isUnderWay: true,
    problem: undefined,
    source,
    checks: last.source === source ? last.checks : undefined,
  }));
  try {
    const { checks, checkedAt } = await ask(connection, abort.signal);
    if (!abort.signal.aborted) useDoctor.setState({ checks, checkedAt, isUnderWay: false });
  } catch (error) {
    if (abort.signal.aborted) return;
    const isQuiet = isFailure(error, 'cancelled') || error instanceof ConnectionClosedError;
    useDoctor.setState({
      isUnderWay: false,
      problem: isQuiet ? undefined : failureText(t('cannot check the host'), error),
    });
  }
}

interface Answer {
  readonly checks: readonly HostCheck[];
  readonly checkedAt: number;
}

async function ask(connection: Connection, signal: AbortSignal): Promise<Answer> {
  const checkedAt = Date.now() / 1000;
  switch (connection.status) {
    case 'connected':
      return connection.client.request('doctor.check', {}, { signal });
    case 'lost':
      return { checks: await checkFromHere(connection.reason), checkedAt };
    case 'denied':
      return { checks: [denialOf(connection.reason)], checkedAt };
    default:
      return { checks: [], checkedAt };
  }
}

/** The helper is reached, and denies access itself: nothing of this machine is in the way. */
function denialOf(reason: string): HostCheck {
  return {
    id: 'connection',
    title: t('Connection'),
    state: 'fail',
    message: sentenceOf(reason),
    fix: {
      by: 'advice',
      summary: t('The helper answers and denies access: ask its administrator, then try again.'),
    },
  };
}

/** Has the helper fix a check, and takes the check as it is then. */
export async function applyCheckFix(check: FixableCheck, title: string): Promise<void> {
  try {
    const fixed = await startOperation({
      title: t('Fixing: {title}', { title }),
      subject: title,
      activeLabel: t('being fixed'),
      canCancel: false,
      run: ({ signal }) => currentClient().request('doctor.fix', { check }, { signal }),
      again: () => void applyCheckFix(check, title),
    }).result;
    useDoctor.setState(({ checks }) => ({ checks: checks?.map((one) => (one.id === fixed.id ? fixed : one)) }));
    notify({ tone: fixed.state === 'ok' ? 'done' : 'info', text: `${title}: ${fixed.message}` });
  } catch (error) {
    notifyFailure(t('cannot fix {title}', { title }), error);
  }
}
