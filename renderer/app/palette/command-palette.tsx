// SPDX-License-Identifier: Apache-2.0
/**
 * Search and commands: every place, every container and cause of every host, every action, by typing a part of its name.
 */

import { Command } from 'cmdk';
import Dialog from '@mui/material/Dialog';
import { useState } from 'react';
import { HueMark } from '../../ui/hue-mark.tsx';
import { StateLabel } from '../../features/containers/states/state-label.tsx';
import { useContainerList } from '../../features/containers/context/category-owners.ts';
import { visitHost } from '../../features/getting-started/visit-host.ts';
import { closeDialog, openDialog } from '../../window/dialogs.ts';
import { openHelp } from '../../window/help.ts';
import { navigate } from '../../window/location.ts';
import { setTheme, useWindow } from '../../host/main-process.ts';
import { ContainerCommands } from './container-commands.tsx';
import { listPlaces, pageParts } from './key-map.ts';
import { FoundByTrait } from './found-by-trait.tsx';
import { OtherHosts } from './other-hosts.tsx';
import { Item } from './palette-item.tsx';
import { SelectionCommands } from './selection-commands.tsx';
import { WorkspaceCommands } from './workspace-commands.tsx';
import { shellCan } from '../../lib/shell.ts';
import { t } from '../../lib/language/t.ts';

export function CommandPalette() {
  const [typed, setTyped] = useState('');
  const containers = useContainerList();
  const hosts = useWindow((state) => state.hosts);
  return (
    <Dialog
      open
      onClose={closeDialog}
      maxWidth="sm"
      fullWidth
      slotProps={{
        paper: {
          'aria-label': t('Search and commands'),
          style: { alignSelf: 'flex-start', marginTop: 90, maxHeight: 'calc(100% - 122px)' },
        },
      }}
    >
      <Command label={t('Search and commands')} loop>
        <Command.Input
          autoFocus
          placeholder={t('Search containers of all hosts, pages and commands')}
          value={typed}
          onValueChange={setTyped}
        />
        <Command.List>
          <Command.Empty>{t('No matches')}</Command.Empty>
          <Command.Group heading={t('Containers')}>
            {containers.map(({ name, state }) => (
              <Item
                key={name}
                value={t('container {name}', { name })}
                onChoose={() => navigate({ page: 'container', name, tab: 'overview' })}
                end={<StateLabel state={state} />}
              >
                <HueMark name={name} /> {name}
              </Item>
            ))}
          </Command.Group>
          <SelectionCommands />
          <ContainerCommands typed={typed} />
          <OtherHosts typed={typed} />
          <Command.Group heading={t('Pages')}>
            {listPlaces().map(({ label, route, keys }) => (
              <Item
                key={label}
                value={t('go to {label}', { label })}
                onChoose={() => navigate(route)}
                end={<kbd>{keys}</kbd>}
              >
                {label}
              </Item>
            ))}
            {pageParts.map(({ label, route }) => (
              <Item key={label} value={t('go to {label}', { label })} onChoose={() => navigate(route)}>
                {label}
              </Item>
            ))}
          </Command.Group>
          <FoundByTrait typed={typed} />
          <WorkspaceCommands />
          <Command.Group heading={t('Commands')}>
            <Item value={t('new container create')} onChoose={() => openDialog({ kind: 'create' })} end={<kbd>n</kbd>}>
              {t('Create a container')}
            </Item>
            {shellCan('image-servers') && (
              <>
                <Item value={t('find images browse image server')} onChoose={() => openDialog({ kind: 'find-images' })}>
                  {t('Browse image server')}
                </Item>
                <Item value={t('pull image registry')} onChoose={() => openDialog({ kind: 'pull-image' })}>
                  {t('Pull an image from a registry')}
                </Item>
              </>
            )}
            <Item value={t('import image')} onChoose={() => openDialog({ kind: 'import-image' })}>
              {t('Import an image')}
            </Item>
            <Item value={t('help guide documentation')} onChoose={openHelp} end={<kbd>F1</kbd>}>
              {t('Help of this page')}
            </Item>
            <Item value={t('keyboard shortcuts help')} onChoose={() => openDialog({ kind: 'keys' })} end={<kbd>?</kbd>}>
              {t('Show keyboard shortcuts')}
            </Item>
            {shellCan('appearance') && (
              <>
                <Item value={t('theme light')} onChoose={() => setTheme('light')}>
                  {t('Light theme')}
                </Item>
                <Item value={t('theme dark')} onChoose={() => setTheme('dark')}>
                  {t('Dark theme')}
                </Item>
                <Item value={t('theme system')} onChoose={() => setTheme('system')}>
                  {t('System theme')}
                </Item>
              </>
            )}
          </Command.Group>
          <Command.Group heading={t('Hosts')}>
            {hosts.map((host) => (
              <Item key={host.id} value={t('host {id}', { id: host.id })} onChoose={() => visitHost(host.id)}>
                {t('Go to host {label}', { label: host.label })}
              </Item>
            ))}
            {shellCan('add-hosts') && (
              <Item value={t('add host')} onChoose={() => openDialog({ kind: 'add-host' })}>
                {t('Add a host')}
              </Item>
            )}
          </Command.Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}
