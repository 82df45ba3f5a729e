// SPDX-License-Identifier: Apache-2.0
/** What can be done to all selected containers at once. */

import Close from '@mui/icons-material/Close';
import type { Container } from '../../../contract/model/containers/container.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { whyNot, type ActionName } from '../containers/action-reasons.ts';
import { bulkActions, runBulk } from '../containers/bulk.ts';
import { useIsConnected } from '../../host/connection.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { openDialog } from '../../window/dialogs.ts';

type BulkName = keyof typeof bulkActions | 'limits' | 'remove';

interface BulkButton {
  readonly label: string;
  readonly past: string;
  readonly reasonOf: ActionName;
  /** Of those that the reason allows; all when left out. */
  readonly isFor?: (container: Container) => boolean;
}

const buttons: Readonly<Record<BulkName, BulkButton>> = {
  start: { label: 'Start', past: 'started', reasonOf: 'start' },
  stop: { label: 'Stop', past: 'stopped', reasonOf: 'stop' },
  restart: { label: 'Restart', past: 'restarted', reasonOf: 'restart' },
  freeze: { label: 'Freeze', past: 'frozen', reasonOf: 'freeze', isFor: ({ state }) => state !== 'frozen' },
  unfreeze: { label: 'Unfreeze', past: 'unfrozen', reasonOf: 'freeze', isFor: ({ state }) => state === 'frozen' },
  limits: { label: 'Limits…', past: 'given other limits', reasonOf: 'configure' },
  remove: { label: 'Remove…', past: 'removed', reasonOf: 'remove' },
};
const names = Object.keys(buttons) as readonly BulkName[];

interface BulkActionsProps {
  readonly containers: readonly Container[];
  readonly onClear: () => void;
}

export function BulkActions({ containers, onClear }: BulkActionsProps) {
  const isConnected = useIsConnected();
  const operations = useOperations((state) => state.operations);

  function whyNotOne(name: BulkName, container: Container): string | undefined {
    const { reasonOf, isFor, label } = buttons[name];
    const busy = operationOn(container.name)({ operations })?.activeLabel;
    const reason = whyNot(reasonOf, container, { isConnected, busy });
    return reason ?? (isFor?.(container) === false ? `It is ${container.state}: ${label} does nothing.` : undefined);
  }
  const able = (name: BulkName): readonly string[] =>
    containers.filter((container) => whyNotOne(name, container) === undefined).map((container) => container.name);
  function reasonFor(name: BulkName): string | undefined {
    if (able(name).length > 0) return undefined;
    const [first] = containers;
    if (containers.length === 1 && first !== undefined) return whyNotOne(name, first);
    return `None of the ${containers.length} selected containers can be ${buttons[name].past} now.`;
  }
  function handleAction(name: BulkName): void {
    if (name === 'limits' || name === 'remove') openDialog({ kind: name, names: able(name) });
    else void runBulk(bulkActions[name], able(name));
  }

  return (
    <div className="bulk-actions" role="toolbar" aria-label="Selected containers">
      <strong>{containers.length} selected</strong>
      {names.map((name) => (
        <ActionButton
          key={name}
          label={buttons[name].label}
          reason={reasonFor(name)}
          onAction={() => handleAction(name)}
          variant="outlined"
          {...(name === 'remove' && { colour: 'error' as const })}
        />
      ))}
      <span style={{ flex: 1 }} />
      <ActionButton label="Clear selection" isCompact icon={<Close />} reason={undefined} onAction={onClear} />
    </div>
  );
}
