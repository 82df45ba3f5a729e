// SPDX-License-Identifier: Apache-2.0
/** Shows the menu of a row. The list has one, which opens at the row that asked for it. */

import { ActionMenuItems } from '../../ui/actions/action-menu.tsx';
import { containerVerbs } from '../container-verbs/container-verbs.ts';
import { useContainer } from '../containers/containers.ts';
import { useIsConnected } from '../../host/connection.ts';
import { operationOn, useOperations } from '../../host/operations.ts';

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
  const { row } = containerVerbs(container, { isConnected, busy, isDrilling: false });
  return <ActionMenuItems anchor={anchor} onClose={onClose} actions={row} />;
}
