// SPDX-License-Identifier: Apache-2.0
/** What can be done to all selected containers at once. */

import Close from '@mui/icons-material/Close';
import type { Container } from '../../../contract/model/containers/container.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { useBulkChoices } from './bulk-choices.ts';

interface BulkActionsProps {
  readonly containers: readonly Container[];
  readonly onClear: () => void;
}

export function BulkActions({ containers, onClear }: BulkActionsProps) {
  const choices = useBulkChoices(containers, 'selected containers');
  return (
    <div className="bulk-actions" role="toolbar" aria-label="Selected containers">
      <strong>{containers.length} selected</strong>
      {choices.map(({ name, label, reason, run }) => (
        <ActionButton
          key={name}
          label={label}
          reason={reason}
          onAction={run}
          variant="outlined"
          {...(name === 'remove' && { colour: 'error' as const })}
        />
      ))}
      <span style={{ flex: 1 }} />
      <ActionButton label="Clear selection" isCompact icon={<Close />} reason={undefined} onAction={onClear} />
    </div>
  );
}
