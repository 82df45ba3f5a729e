// SPDX-License-Identifier: Apache-2.0
/** The menu of a row. The list has one, which opens at the row that asked for it. */

import { ActionMenuItems } from '../../ui/action-menu.tsx';
import { adoptionActions } from '../adoption/adoption-actions.ts';
import { whyNot } from '../containers/action-reasons.ts';
import { changeState } from '../containers/change-state.ts';
import { stateActions } from '../containers/state-actions.ts';
import { useContainer } from '../containers/containers.ts';
import { useIsConnected } from '../../host/connection.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { openDialog } from '../../window/dialogs.ts';
import { t } from '../../lib/language/t.ts';

interface RowMenuProps {
  readonly name: string;
  readonly anchor: HTMLElement;
  readonly onClose: () => void;
}

export function RowMenu({ name, anchor, onClose }: RowMenuProps) {
  const container = useContainer(name);
  const isConnected = useIsConnected();
  const busy = useOperations((state) => operationOn(name)(state)?.activeLabel);
  if (container === undefined) return null;
  const context = { isConnected, busy };
  const { restart, freeze, kill } = stateActions(container, context);
  const limits = {
    label: t('Limits…'),
    hint: t('Memory, CPU, processes, disk'),
    reason: whyNot('configure', container, context),
    run: () => openDialog({ kind: 'limits', names: [name] }),
  };
  const tags = {
    label: t('Tags…'),
    hint: t('Words to find and group it by'),
    reason: whyNot('layer', container, context),
    run: () => openDialog({ kind: 'tags', names: [name] }),
  };
  const remove = {
    label: t('Remove…'),
    hint: t('Delete the container with its files'),
    reason: whyNot('remove', container, context),
    run: () => changeState('remove', { names: [name] }),
  };
  const actions = [...adoptionActions(container, context), restart, freeze, limits, tags, kill, remove];
  return <ActionMenuItems anchor={anchor} onClose={onClose} actions={actions} />;
}
