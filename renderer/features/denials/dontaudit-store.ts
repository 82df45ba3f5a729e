// SPDX-License-Identifier: Apache-2.0
/** Says whether the host logs dontaudit denials at present, and until when. It also switches that on and off. */

import { useEffect } from 'react';
import { currentClient, useConnection } from '../../host/connection.ts';
import { createHostStore } from '../../host/host-stores.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';
import { startOperation } from '../../host/operations.ts';
import { t } from '../../lib/language/t.ts';

interface DontauditState {
  /** Seconds since the epoch; null: they are not logged. */
  readonly until: number | null;
}

export const useDontaudit = createHostStore<DontauditState>({ until: null });

/** Follows the switch for as long as somebody looks, also when others turn it. */
export function useFollowDontaudit(): void {
  const client = useConnection(({ connection }) => (connection.status === 'connected' ? connection.client : undefined));
  useEffect(() => {
    if (client === undefined) return undefined;
    const ending = new AbortController();
    const follow = async (): Promise<void> => {
      for await (const { until } of client.stream('denial.watch-dontaudit', {}, { signal: ending.signal }))
        useDontaudit.setState({ until });
    };
    // Without rights, or with an older helper, nothing is known to be shown.
    follow().catch(() => useDontaudit.setState({ until: null }));
    return () => {
      ending.abort();
      useDontaudit.setState({ until: null });
    };
  }, [client]);
}

export async function showDontaudit(minutes: number): Promise<void> {
  try {
    await startOperation({
      title: t('Preparing to log dontaudit denials'),
      subject: 'policy',
      activeLabel: t('preparing'),
      canCancel: true,
      run: ({ signal }) => currentClient().request('denial.show-dontaudit', { minutes }, { signal }),
      again: () => void showDontaudit(minutes),
    }).result;
    notify({ tone: 'done', text: t('Dontaudit denials are logged for {minutes} minutes.', { minutes }) });
  } catch (error) {
    notifyFailure(t('cannot log dontaudit denials'), error);
  }
}

export async function hideDontaudit(): Promise<void> {
  try {
    await startOperation({
      title: t('Loading the policy of the host'),
      subject: 'policy',
      activeLabel: t('loading'),
      canCancel: false,
      run: ({ signal }) => currentClient().request('denial.hide-dontaudit', {}, { signal }),
      again: () => void hideDontaudit(),
    }).result;
    notify({ tone: 'done', text: t('Dontaudit denials are no longer logged.') });
  } catch (error) {
    notifyFailure(t('cannot load the policy of the host again'), error);
  }
}
