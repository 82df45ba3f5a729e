// SPDX-License-Identifier: Apache-2.0
/** Shows one saved workspace: its name, which can be changed in place, what it holds, and what can be done with it. */

import Close from '@mui/icons-material/Close';
import Edit from '@mui/icons-material/EditOutlined';
import { useState } from 'react';
import { t } from '../../lib/language/t.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { RenameForm } from '../../ui/form/rename-form.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { problemOfName, renameSaved, type SavedWorkspace } from './saved-workspaces.ts';

interface SavedWorkspaceItemProps {
  readonly one: SavedWorkspace;
  readonly saved: readonly SavedWorkspace[];
  readonly onOpen: () => void;
  readonly onRemove: () => void;
}

export function SavedWorkspaceItem({ one, saved, onOpen, onRemove }: SavedWorkspaceItemProps) {
  const [isRenaming, setRenaming] = useState(false);
  const name = visibleText(one.name);
  const { panes } = one.workspace;

  function problemOf(wanted: string): string | undefined {
    const isTaken = wanted !== one.name && saved.some((other) => other.name === wanted);
    return isTaken ? t('Another workspace has this name.') : problemOfName(wanted);
  }

  if (isRenaming)
    return (
      <li>
        <RenameForm
          name={one.name}
          problemOf={problemOf}
          onRename={(wanted) => {
            setRenaming(false);
            if (wanted !== undefined) renameSaved(one.name, wanted);
          }}
        />
      </li>
    );
  return (
    <li>
      <span className="saved-workspace">
        <strong className="truncate">
          <SafeText text={one.name} />
        </strong>
        <span className="muted truncate">
          {t('{count, plural, one {# pane} other {# panes}}', { count: panes.length })}:{' '}
          <SafeText text={[...new Set(panes.map(({ container }) => container))].join(', ')} />
        </span>
      </span>
      <ActionButton label={t('Open {name}', { name })} text={t('Open')} reason={undefined} onAction={onOpen} />
      <ActionButton
        label={t('Rename {name}', { name })}
        isCompact
        icon={<Edit />}
        reason={undefined}
        onAction={() => setRenaming(true)}
      />
      <ActionButton
        label={t('Remove {name}', { name })}
        isCompact
        icon={<Close />}
        reason={undefined}
        onAction={onRemove}
      />
    </li>
  );
}
