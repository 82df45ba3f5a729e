// SPDX-License-Identifier: Apache-2.0
/**
 * Runs presses that ask the host something with the client of the current connection, and says so when there is none.
 */

import type { Client } from '../../rpc/client.ts';
import { useConnection } from './connection.ts';
import { notify } from '../window/notifications.ts';
import { t } from '../lib/language/t.ts';

/** What was pressed, as the end of "cannot ...": "check the isolation". */
export function withClient(attempt: string, run: (client: Client) => Promise<void> | void): void {
  const { connection } = useConnection.getState();
  if (connection.status === 'connected') void run(connection.client);
  else
    notify({
      tone: 'failed',
      text: t('Cannot {attempt}: there is no connection to the host. Wait for the reconnect, or press "Try now".', {
        attempt,
      }),
    });
}
