// SPDX-License-Identifier: Apache-2.0
/** Shows the menu of a group: what can be done to all of its containers. */

import { ActionMenuItems } from '../../../ui/actions/action-menu.tsx';
import { useBulkChoices } from '../bulk-choices.ts';
import type { ContainerGroup } from './list-entries.ts';
import { t } from '../../../lib/language/t.ts';

interface GroupMenuProps {
  readonly group: ContainerGroup;
  readonly anchor: HTMLElement;
  readonly onClose: () => void;
}

export function GroupMenu({ group: { members }, anchor, onClose }: GroupMenuProps) {
  const choices = useBulkChoices(members, 'group');
  const actions = choices.map(({ label, count, reason, run }) => ({
    label,
    hint:
      count === members.length
        ? t('All {count}', { count })
        : t('{count} of {total}', { count, total: members.length }),
    reason,
    run,
  }));
  return <ActionMenuItems anchor={anchor} onClose={onClose} actions={actions} />;
}
