// SPDX-License-Identifier: Apache-2.0
/**
 * Search and commands: every place, every container and cause of every host, every action, by typing a part of its name.
 */

import { Command } from 'cmdk';
import Dialog from '@mui/material/Dialog';
import { useState } from 'react';
import { HueMark } from '../../ui/hue-mark.tsx';
import { StateLabel } from '../../features/containers/state-label.tsx';
import { whyNot } from '../../features/containers/action-reasons.ts';
import { startContainer, stopContainer } from '../../features/containers/container-actions.ts';
import { useContainerList } from '../../features/containers/category-owners.ts';
import { visitHost } from '../../features/getting-started/visit-host.ts';
import { useIsConnected } from '../../host/connection.ts';
import { closeDialog, openDialog } from '../../window/dialogs.ts';
import { openHelp } from '../../window/help.ts';
import { navigate } from '../../window/location.ts';
import { setTheme, useWindow } from '../../host/main-process.ts';
import { places } from './key-map.ts';
import { OtherHosts } from './other-hosts.tsx';
import { Item } from './palette-item.tsx';

export function CommandPalette() {
  const [typed, setTyped] = useState('');
  const containers = useContainerList();
  const hosts = useWindow((state) => state.hosts);
  const context = { isConnected: useIsConnected(), busy: undefined };
  const stopped = containers.filter((container) => whyNot('start', container, context) === undefined);
  const running = containers.filter((container) => whyNot('stop', container, context) === undefined);
  return (
    <Dialog
      open
      onClose={closeDialog}
      maxWidth="sm"
      fullWidth
      slotProps={{ paper: { 'aria-label': 'Search and commands', style: { alignSelf: 'flex-start', marginTop: 90 } } }}
    >
      <Command label="Search and commands" loop>
        <Command.Input
          autoFocus
          placeholder="Search containers of all hosts, pages and commands"
          value={typed}
          onValueChange={setTyped}
        />
        <Command.List>
          <Command.Empty>No matches</Command.Empty>
          <Command.Group heading="Containers">
            {containers.map(({ name, state }) => (
              <Item
                key={name}
                value={`container ${name}`}
                onChoose={() => navigate({ page: 'container', name, tab: 'overview' })}
                end={<StateLabel state={state} />}
              >
                <HueMark name={name} /> {name}
              </Item>
            ))}
          </Command.Group>
          <OtherHosts typed={typed} />
          <Command.Group heading="Pages">
            {places.map(({ label, route, keys }) => (
              <Item key={label} value={`go to ${label}`} onChoose={() => navigate(route)} end={<kbd>{keys}</kbd>}>
                {label}
              </Item>
            ))}
          </Command.Group>
          <Command.Group heading="Commands">
            <Item value="new container create" onChoose={() => openDialog({ kind: 'create' })} end={<kbd>n</kbd>}>
              Create a container
            </Item>
            <Item value="import image" onChoose={() => openDialog({ kind: 'import-image' })}>
              Import an image
            </Item>
            {stopped.map(({ name }) => (
              <Item
                key={name}
                value={`start ${name}`}
                onChoose={() => void startContainer(name)}
              >{`Start ${name}`}</Item>
            ))}
            {running.map(({ name }) => (
              <Item
                key={name}
                value={`stop ${name}`}
                onChoose={() => void stopContainer(name, { force: false })}
              >{`Stop ${name}`}</Item>
            ))}
            {running.map(({ name }) => (
              <Item
                key={name}
                value={`terminal ${name}`}
                onChoose={() => navigate({ page: 'container', name, tab: 'terminal' })}
              >{`Open a terminal in ${name}`}</Item>
            ))}
            <Item value="help guide documentation" onChoose={openHelp} end={<kbd>F1</kbd>}>
              Help of this page
            </Item>
            <Item value="keyboard shortcuts help" onChoose={() => openDialog({ kind: 'keys' })} end={<kbd>?</kbd>}>
              Show keyboard shortcuts
            </Item>
            <Item value="theme light" onChoose={() => setTheme('light')}>
              Light theme
            </Item>
            <Item value="theme dark" onChoose={() => setTheme('dark')}>
              Dark theme
            </Item>
            <Item value="theme system" onChoose={() => setTheme('system')}>
              System theme
            </Item>
          </Command.Group>
          <Command.Group heading="Hosts">
            {hosts.map((host) => (
              <Item
                key={host.id}
                value={`host ${host.id}`}
                onChoose={() => visitHost(host.id)}
              >{`Go to host ${host.label}`}</Item>
            ))}
            <Item value="add host" onChoose={() => openDialog({ kind: 'add-host' })}>
              Add a host
            </Item>
          </Command.Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}
