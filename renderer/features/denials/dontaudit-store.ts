/** Whether the host logs for now also what its policy refuses in silence, until when, and the switch. */

import { useEffect } from 'react';
import { currentClient, useConnection } from '../../host/connection.ts';
import { createHostStore } from '../../host/host-stores.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';
import { startOperation } from '../../host/operations.ts';

interface HiddenDenialsState {
  /** Seconds since the epoch; null: they are not logged. */
  readonly until: number | null;
}

export const useHiddenDenials = createHostStore<HiddenDenialsState>({ until: null });

/** Follows the switch for as long as somebody looks, whoever turns it. */
export function useFollowHiddenDenials(): void {
  const client = useConnection(({ connection }) => (connection.status === 'connected' ? connection.client : undefined));
  useEffect(() => {
    if (client === undefined) return undefined;
    const ending = new AbortController();
    const follow = async (): Promise<void> => {
      for await (const { until } of client.stream('denial.revealed', {}, { signal: ending.signal }))
        useHiddenDenials.setState({ until });
    };
    // Without rights, or with an older helper, nothing is known to be revealed.
    follow().catch(() => useHiddenDenials.setState({ until: null }));
    return () => {
      ending.abort();
      useHiddenDenials.setState({ until: null });
    };
  }, [client]);
}

export async function revealDenials(minutes: number): Promise<void> {
  try {
    await startOperation({
      title: 'Preparing to log hidden denials',
      subject: 'policy',
      gerund: 'preparing',
      canCancel: true,
      run: ({ signal }) => currentClient().request('denial.reveal', { minutes }, { signal }),
    }).result;
    notify({ tone: 'done', text: `Hidden denials are logged for ${minutes} minutes` });
  } catch (error) {
    notifyFailure('cannot let hidden denials be logged', error);
  }
}

export async function concealDenials(): Promise<void> {
  try {
    await startOperation({
      title: 'Loading the policy of the host',
      subject: 'policy',
      gerund: 'loading',
      canCancel: false,
      run: ({ signal }) => currentClient().request('denial.conceal', {}, { signal }),
    }).result;
    notify({ tone: 'done', text: 'Hidden denials are no longer logged' });
  } catch (error) {
    notifyFailure('cannot load the policy of the host again', error);
  }
}
