// SPDX-License-Identifier: Apache-2.0
/** What menus offer for a container of another tool, and for one that was adopted. */

import { factsOf } from '../../../contract/model/engines/engine-facts.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { MenuAction } from '../../ui/actions/menu-action.ts';
import { openDialog } from '../../window/dialogs.ts';
import type { ActionContext } from '../containers/states/action-reasons.ts';
import { t } from '../../lib/language/t.ts';

/** Lists the actions; none for a container that Bulkhead created. */
export function adoptionActions(container: Container, { isConnected, busy }: ActionContext): readonly MenuAction[] {
  const { name, isManaged, original } = container;
  const reason =
    (isConnected ? undefined : t('There is no connection to the host.')) ??
    (busy === undefined ? undefined : t('{name} is {busy}. Wait until that has ended.', { name, busy }));
  if (!isManaged)
    return [
      {
        label: t('Adopt…'),
        hint:
          factsOf(container).original === 'snapshot'
            ? t('Confine it as any other; a snapshot of it is kept')
            : t('Confine it as any other; its original is kept'),
        reason,
        run: () => openDialog({ kind: 'adopt', name }),
      },
    ];
  if (original === null) return [];
  return [
    {
      label: t('Restore original…'),
      hint: t('As it was before it was adopted'),
      reason,
      run: () => openDialog({ kind: 'restore-original', name }),
    },
    {
      label: t('Remove original…'),
      hint: t('Its files before it was adopted'),
      reason,
      run: () => openDialog({ kind: 'remove-original', name }),
    },
  ];
}
