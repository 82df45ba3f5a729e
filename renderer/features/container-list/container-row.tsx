// SPDX-License-Identifier: Apache-2.0
/** One container in the table. */

import Checkbox from '@mui/material/Checkbox';
import { memo, type KeyboardEvent } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { ContainerName } from '../containers/container-name.tsx';
import { ContextChip } from '../containers/context-chip.tsx';
import { StateLabel } from '../containers/state-label.tsx';
import { ConfinementSign } from '../containers/confinement-sign.tsx';
import { whyNot } from '../containers/action-reasons.ts';
import { formatRoute } from '../../lib/route.ts';
import { startContainer, stopContainer } from '../containers/container-actions.ts';
import { useIsConnected } from '../../host/connection.ts';
import { navigate } from '../../window/location.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { CpuCell, MemoryCell, PidsCell } from './live-cells.tsx';
import { RowActions } from './row-actions.tsx';
import { UptimeText } from './uptime-text.tsx';

interface ContainerRowProps {
  readonly container: Container;
  /** Names of those with the same categories. */
  readonly sharedWith: readonly string[];
  readonly denials: number;
  readonly isSelected: boolean;
  readonly onToggle: (name: string) => void;
}

/** Keys that move to another row. */
const rowSteps: ReadonlyMap<string, 'nextElementSibling' | 'previousElementSibling'> = new Map([
  ['ArrowDown', 'nextElementSibling'],
  ['j', 'nextElementSibling'],
  ['ArrowUp', 'previousElementSibling'],
  ['k', 'previousElementSibling'],
]);

export const ContainerRow = memo(function ContainerRow({
  container,
  sharedWith,
  denials,
  isSelected,
  onToggle,
}: ContainerRowProps) {
  const { name } = container;
  const isConnected = useIsConnected();
  const busy = useOperations((state) => operationOn(name)(state)?.activeLabel);

  function handleKey(event: KeyboardEvent<HTMLTableRowElement>): void {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = rowSteps.get(event.key);
    if (step !== undefined) {
      const row = event.currentTarget[step];
      if (row instanceof HTMLElement) row.focus();
    } else if (event.key === 'Enter') navigate({ page: 'container', name, tab: 'overview' });
    else if (event.key === 't') navigate({ page: 'container', name, tab: 'terminal' });
    else if (event.key === 'x' || event.key === ' ') onToggle(name);
    else if (event.key === 's') {
      if (whyNot('start', container, { isConnected, busy }) === undefined) void startContainer(name);
      else if (whyNot('stop', container, { isConnected, busy }) === undefined)
        void stopContainer(name, { force: false });
    } else return;
    event.preventDefault();
  }

  return (
    <tr aria-selected={isSelected} tabIndex={0} onKeyDown={handleKey}>
      <td className="of-check">
        <Checkbox
          checked={isSelected}
          onChange={() => onToggle(name)}
          slotProps={{ input: { 'aria-label': `Select ${name}` } }}
        />
      </td>
      <td>
        <ContainerName name={name} />
      </td>
      <td>
        <StateLabel state={container.state} busy={busy} />
      </td>
      <td>
        <ConfinementSign mode={container.confinementMode} />
      </td>
      <td className="of-context">
        <ContextChip
          name={name}
          context={container.context}
          domain={container.domain}
          categories={container.categories}
          sharedWith={sharedWith}
        />
      </td>
      <td className="of-cpu">
        <CpuCell name={name} />
      </td>
      <td className="of-memory">
        <MemoryCell name={name} limit={container.limits.memoryBytes} />
      </td>
      <td className="number wide">
        <PidsCell name={name} limit={container.limits.pids} />
      </td>
      <td className="wide mono">{container.addresses[0] ?? <span className="faint">–</span>}</td>
      <td className="number of-uptime">
        <UptimeText startedAt={container.startedAt} />
      </td>
      <td className="number">
        {denials === 0 ? (
          <span className="faint">0</span>
        ) : (
          <a className="badge red" href={formatRoute({ page: 'container', name, tab: 'denials' })}>
            {denials}
          </a>
        )}
      </td>
      <td className="row-actions">
        <RowActions container={container} isConnected={isConnected} busy={busy} />
      </td>
    </tr>
  );
});
