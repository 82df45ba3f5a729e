// SPDX-License-Identifier: Apache-2.0
/** Workspaces that were saved, by typing a part of their names. */

import { Command } from 'cmdk';
import { askForWorkspace } from '../../features/workspace/asked-workspace.ts';
import { useSavedWorkspaces } from '../../features/workspace/saved-workspaces.ts';
import { t } from '../../lib/language/t.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { Item } from './palette-item.tsx';

export function WorkspaceCommands() {
  const { saved } = useSavedWorkspaces();
  return (
    <Command.Group heading={t('Workspaces')}>
      {saved.map(({ name }) => (
        <Item
          key={name}
          value={t('open workspace {name}', { name })}
          onChoose={() => askForWorkspace({ kind: 'open', name })}
        >
          {t('Open workspace')} <SafeText text={name} />
        </Item>
      ))}
      <Item value={t('save workspace panes, saved workspaces')} onChoose={() => askForWorkspace({ kind: 'list' })}>
        {t('Save or open a workspace')}
      </Item>
    </Command.Group>
  );
}
