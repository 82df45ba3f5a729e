// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
/** Holds every place that offers something to the capability of the shell that it needs. */

import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ShellCapability } from '../../contract/bridge.ts';
import { SaveReport } from '../features/drill/save-report.tsx';
import { FleetPage } from '../features/fleet/fleet-page.tsx';
import { ImagesPage } from '../features/images/images-page.tsx';
import { SettingsPage } from '../features/settings/settings-page.tsx';
import { endWindow, startWindow } from '../host/main-process.ts';
import { createFakeBridge } from '../testing/fake/fake-bridge.ts';
import { ChartSave } from '../ui/chart/chart-save.tsx';
import { HostList } from './frame/host-list.tsx';
import { TopBar } from './frame/top-bar.tsx';
import { CommandPalette } from './palette/command-palette.tsx';

afterEach(async () => {
  cleanup();
  await endWindow();
  vi.unstubAllGlobals();
});

/** Shows it in a shell that can this, and gives the names of what can be pressed or chosen there. */
async function offersIn(capabilities: readonly ShellCapability[], element: React.JSX.Element): Promise<string> {
  const fake = createFakeBridge();
  await startWindow({
    ...fake,
    shell: { capabilities, language: 'en' },
    hosts: { ...fake.hosts, list: async () => [] },
  });
  render(element);
  const menu = screen.queryByRole('button', { name: /^Save/ });
  if (menu !== null) await userEvent.click(menu);
  return (['button', 'combobox', 'link', 'menuitem', 'option'] as const)
    .flatMap((role) => screen.queryAllByRole(role, { hidden: true }))
    .map((one) => [one.getAttribute('aria-label') ?? '', labelOf(one), one.textContent].join(' '))
    .join('\n');
}

function labelOf(element: HTMLElement): string {
  const id = element.getAttribute('aria-labelledby')?.split(' ')[0] ?? '';
  return document.getElementById(id)?.textContent ?? '';
}

describe.each<readonly [ShellCapability, string, React.JSX.Element, string]>([
  ['pdf', 'the report of a drill', <SaveReport key="" signed={{} as never} />, 'PDF'],
  ['pictures', 'a chart', <ChartSave key="" title="CPU" onSave={() => undefined} />, 'Picture'],
  ['image-servers', 'the images', <ImagesPage key="" />, 'Pull from registry'],
  ['image-servers', 'the images', <ImagesPage key="" />, 'Browse image server'],
  ['image-servers', 'the palette', <CommandPalette key="" />, 'Browse image server'],
  ['add-hosts', 'the fleet', <FleetPage key="" />, 'Add host'],
  ['add-hosts', 'the list of hosts', <HostList key="" />, 'Add host'],
  ['add-hosts', 'the list of hosts', <HostList key="" />, 'All hosts'],
  ['add-hosts', 'the palette', <CommandPalette key="" />, 'Add a host'],
  ['add-hosts', 'the palette', <CommandPalette key="" />, 'All hosts'],
  ['appearance', 'the top bar', <TopBar key="" />, 'Theme'],
  ['appearance', 'the top bar', <TopBar key="" />, 'Language'],
  ['appearance', 'the palette', <CommandPalette key="" />, 'Dark theme'],
  ['appearance', 'the settings', <SettingsPage key="" />, 'Theme'],
  ['appearance', 'the settings', <SettingsPage key="" />, 'Language'],
  ['notifications', 'the settings', <SettingsPage key="" />, 'desktop'],
])('%s, on %s', (capability, _, element, words) => {
  it(`offers ${words} where the shell is capable of it`, async () => {
    expect(await offersIn([capability], element)).toContain(words);
  });

  it(`offers no ${words} elsewhere`, async () => {
    expect(await offersIn([], element)).not.toContain(words);
  });
});
