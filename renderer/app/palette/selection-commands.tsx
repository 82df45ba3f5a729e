// SPDX-License-Identifier: Apache-2.0
/** What the list of containers can do to those that are selected there, by typing a part of its name. */

import { Command } from 'cmdk';
import { useBulkChoices } from '../../features/container-list/bulk-choices.ts';
import { useShownSelection } from '../../features/container-list/shown-selection.ts';
import { Item } from './palette-item.tsx';
import { t } from '../../lib/language/t.ts';

export function SelectionCommands() {
  const containers = useShownSelection((state) => state.containers);
  const choices = useBulkChoices(containers, 'selection');
  if (containers.length === 0) return null;
  return (
    <Command.Group heading={t('Of the selected containers')}>
      {choices
        .filter(({ reason }) => reason === undefined)
        .map(({ name, label, count, run }) => (
          <Item key={name} value={t('selected containers {label}', { label })} onChoose={run}>
            {t('{label} ({count} selected)', { label, count })}
          </Item>
        ))}
    </Command.Group>
  );
}
