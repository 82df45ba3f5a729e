// SPDX-License-Identifier: Apache-2.0
/** What can be done to all selected containers at once. */

import Close from '@mui/icons-material/Close';
import type { Container } from '../../../contract/model/containers/container.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { whyNot } from '../containers/action-reasons.ts';
import { startContainer, stopContainer } from '../containers/container-actions.ts';
import { useIsConnected } from '../../host/connection.ts';
import { openDialog } from '../../window/dialogs.ts';

const pastOf = { start: 'started', stop: 'stopped', remove: 'removed' } as const;
type BulkAction = keyof typeof pastOf;

interface BulkActionsProps {
  readonly containers: readonly Container[];
  readonly onClear: () => void;
}

export function BulkActions({ containers, onClear }: BulkActionsProps) {
  const isConnected = useIsConnected();

  function able(action: BulkAction): readonly string[] {
    return containers
      .filter((container) => whyNot(action, container, { isConnected, busy: undefined }) === undefined)
      .map((container) => container.name);
  }
  function reasonFor(action: BulkAction): string | undefined {
    if (able(action).length > 0) return undefined;
    const [first] = containers;
    if (containers.length === 1 && first !== undefined) return whyNot(action, first, { isConnected, busy: undefined });
    return `None of the ${containers.length} selected containers can be ${pastOf[action]} now.`;
  }
  function handleStart(): void {
    for (const name of able('start')) void startContainer(name);
  }
  function handleStop(): void {
    for (const name of able('stop')) void stopContainer(name, { force: false });
  }

  return (
    <div className="bulk-actions" role="toolbar" aria-label="Selected containers">
      <strong>{containers.length} selected</strong>
      <ActionButton label="Start selected" reason={reasonFor('start')} onAction={handleStart} variant="outlined" />
      <ActionButton label="Stop selected" reason={reasonFor('stop')} onAction={handleStop} variant="outlined" />
      <ActionButton
        label="Remove selected"
        reason={reasonFor('remove')}
        onAction={() => openDialog({ kind: 'remove', names: able('remove') })}
        variant="outlined"
        colour="error"
      />
      <span style={{ flex: 1 }} />
      <ActionButton label="Clear selection" isCompact icon={<Close />} reason={undefined} onAction={onClear} />
    </div>
  );
}
