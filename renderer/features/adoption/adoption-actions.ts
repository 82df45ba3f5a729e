// SPDX-License-Identifier: Apache-2.0
/** What menus offer for a container of another tool, and for one that was adopted. */

import type { Container } from '../../../contract/model/containers/container.ts';
import type { MenuAction } from '../../ui/action-menu.tsx';
import { openDialog } from '../../window/dialogs.ts';
import type { ActionContext } from '../containers/action-reasons.ts';

/** None for a container that Bulkhead created. */
export function adoptionActions(container: Container, { isConnected, busy }: ActionContext): readonly MenuAction[] {
  const { name, isManaged, original } = container;
  const reason =
    (isConnected ? undefined : 'There is no connection to the host.') ??
    (busy === undefined ? undefined : `${name} is ${busy}. Wait until that has ended.`);
  if (!isManaged)
    return [
      {
        label: 'Adopt…',
        hint: 'Confine it as any other; its original is kept',
        reason,
        run: () => openDialog({ kind: 'adopt', name }),
      },
    ];
  if (original === null) return [];
  return [
    {
      label: 'Restore original…',
      hint: 'As it was before it was adopted',
      reason,
      run: () => openDialog({ kind: 'restore-original', name }),
    },
    {
      label: 'Remove original…',
      hint: 'Its files before it was adopted',
      reason,
      run: () => openDialog({ kind: 'remove-original', name }),
    },
  ];
}
