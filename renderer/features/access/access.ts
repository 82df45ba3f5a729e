// SPDX-License-Identifier: Apache-2.0
/** Holds who may do what on the current host, and roles that are changed and not saved yet. */

import { type Access, areSameGrants, type Grant } from '../../../contract/model/access/access.ts';
import type { Result } from '../../../contract/operations/index.ts';
import type { Client } from '../../../rpc/client.ts';
import { createHostStore } from '../../host/host-stores.ts';
import { withClient } from '../../host/with-client.ts';
import { t } from '../../lib/language/t.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';

type Found =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'ready'; readonly access: Result<'access.query'> };

/** Roles as they would be, and what each person could do then; undefined while that is asked for. */
interface AccessDraft {
  readonly grants: readonly Grant[];
  readonly access: Access | undefined;
}

interface AccessState {
  readonly found: Found;
  readonly draft: AccessDraft | undefined;
}

export const useAccess = createHostStore<AccessState>({ found: { status: 'loading' }, draft: undefined });

export async function loadAccess(client: Client): Promise<void> {
  try {
    const access = await client.request('access.query', {});
    useAccess.setState({ found: { status: 'ready', access }, draft: undefined });
  } catch (error) {
    useAccess.setState({ found: { status: 'failed', error } });
  }
}

export function reloadAccess(): void {
  withClient(t('read who may do what'), loadAccess);
}

export function discardRoles(): void {
  useAccess.setState({ draft: undefined });
}

/** Shows what these roles would change; nothing is saved. */
export function draftRoles(grants: readonly Grant[]): void {
  const { found } = useAccess.getState();
  if (found.status !== 'ready') return;
  if (areSameGrants(found.access.grants, grants)) {
    discardRoles();
    return;
  }
  useAccess.setState({ draft: { grants, access: undefined } });
  withClient(t('show what the roles would change'), async (client) => {
    try {
      const access = await client.request('access.preview', { grants: [...grants] });
      if (useAccess.getState().draft?.grants === grants) useAccess.setState({ draft: { grants, access } });
    } catch (error) {
      notifyFailure(t('cannot show what the roles would change'), error);
    }
  });
}

export function saveRoles(): void {
  const { found, draft } = useAccess.getState();
  if (found.status !== 'ready' || draft === undefined) return;
  const params = { before: found.access.grants, grants: [...draft.grants] };
  withClient(t('save the roles'), async (client) => {
    try {
      await client.request('access.set-roles', params);
      notify({ tone: 'done', text: t('The roles were saved. The activity log can undo this.') });
      await loadAccess(client);
    } catch (error) {
      notifyFailure(t('cannot save the roles'), error);
    }
  });
}
