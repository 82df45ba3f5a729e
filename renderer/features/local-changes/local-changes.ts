// SPDX-License-Identifier: Apache-2.0
/** The local changes of the current host's policy. */

import type { LocalChange } from '../../../contract/model/policy/local-change.ts';
import type { Client } from '../../../rpc/client.ts';
import { createHostStore } from '../../host/host-stores.ts';
import { withClient } from '../../host/with-client.ts';
import { t } from '../../lib/language/t.ts';

type LocalChanges =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'ready'; readonly changes: readonly LocalChange[] };

export const useLocalChanges = createHostStore<{ readonly found: LocalChanges }>({ found: { status: 'loading' } });

export async function loadLocalChanges(client: Client): Promise<void> {
  try {
    const { changes } = await client.request('policy.local', {});
    useLocalChanges.setState({ found: { status: 'ready', changes } });
  } catch (error) {
    useLocalChanges.setState({ found: { status: 'failed', error } });
  }
}

export function reloadLocalChanges(): void {
  withClient(t('list local changes'), loadLocalChanges);
}
