/** What can be done to all selected containers at once. */

import Close from '@mui/icons-material/Close';
import type { Container } from '../../../contract/model/container.ts';
import { ActButton } from '../../ui/action-button.tsx';
import { whyNot, type ActName } from '../containers/action-reasons.ts';
import { startContainer, stopContainer } from '../containers/container-actions.ts';
import { useIsConnected } from '../../host/connection.ts';
import { openDialog } from '../../window/dialogs.ts';

interface BulkActsProps {
  readonly containers: readonly Container[];
  readonly onClear: () => void;
}

export function BulkActs({ containers, onClear }: BulkActsProps) {
  const isConnected = useIsConnected();

  function able(act: ActName): readonly string[] {
    return containers
      .filter((container) => whyNot(act, container, { isConnected, busy: undefined }) === undefined)
      .map((container) => container.name);
  }
  function reasonFor(act: ActName): string | undefined {
    if (able(act).length > 0) return undefined;
    const [first] = containers;
    if (containers.length === 1 && first !== undefined) return whyNot(act, first, { isConnected, busy: undefined });
    return `None of the ${containers.length} selected can be ${act === 'stop' ? 'stopped' : act === 'start' ? 'started' : 'removed'} now`;
  }
  function handleStart(): void {
    for (const name of able('start')) void startContainer(name);
  }
  function handleStop(): void {
    for (const name of able('stop')) void stopContainer(name, { force: false });
  }

  return (
    <div className="bulk-acts" role="toolbar" aria-label="Selected containers">
      <strong>{containers.length} selected</strong>
      <ActButton label="Start selected" reason={reasonFor('start')} onAct={handleStart} variant="outlined" />
      <ActButton label="Stop selected" reason={reasonFor('stop')} onAct={handleStop} variant="outlined" />
      <ActButton
        label="Remove selected"
        reason={reasonFor('remove')}
        onAct={() => openDialog({ kind: 'remove', names: able('remove') })}
        variant="outlined"
        colour="error"
      />
      <span style={{ flex: 1 }} />
      <ActButton label="Clear selection" isCompact icon={<Close />} reason={undefined} onAct={onClear} />
    </div>
  );
}
