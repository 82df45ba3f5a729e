// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { endWindow, startWindow, useWindow } from '../../host/main-process.ts';
import { createFakeBridge } from '../../testing/fake/fake-bridge.ts';
import { closeDialog, useDialog } from '../../window/dialogs.ts';
import { useNotifications } from '../../window/notifications.ts';
import { changeSettings, initialSettings, settingNames, useSettings } from '../../window/preferences.ts';
import { changeState } from '../containers/states/change-state.ts';
import { settingTexts } from './setting-texts.ts';
import { SettingsPage } from './settings-page.tsx';

const reload = vi.fn();

beforeEach(async () => {
  reload.mockClear();
  vi.spyOn(window.location, 'reload').mockImplementation(reload);
  await startWindow(createFakeBridge());
});
afterEach(async () => {
  cleanup();
  closeDialog();
  useSettings.setState(initialSettings(), true);
  await endWindow();
  localStorage.clear();
  vi.restoreAllMocks();
});

async function choose(label: string, choice: string): Promise<void> {
  await userEvent.click(screen.getByRole('combobox', { name: label }));
  await userEvent.click(within(screen.getByRole('listbox')).getByRole('option', { name: choice }));
}
const shown = (label: string): string | null => screen.getByRole('combobox', { name: label }).textContent;

it('has every setting that is declared, and the theme, as it is at first', () => {
  render(<SettingsPage />);
  const labels = screen.getAllByRole('combobox').map((box) => box.getAttribute('aria-labelledby'));
  expect(labels).toHaveLength(settingNames.length + 1);
  expect(['Theme', ...settingNames.map((name) => settingTexts[name].label)].map(shown)).toEqual([
    ...['As the system', 'As the system', 'The one that was shown last', 'Show', 'Ask', 'Ask'],
  ]);
});

it('keeps what is chosen, which holds at once', async () => {
  render(<SettingsPage />);
  await choose('Before several containers are stopped', 'Do not ask');
  expect(localStorage.getItem('bulkhead.confirm.stop')).toBe('act');
  changeState('stop', { names: ['web', 'db'] });
  expect(useDialog.getState().dialog.kind).toBe('none');
  changeState('restart', { names: ['web', 'db'] });
  expect(useDialog.getState().dialog.kind).toBe('confirm');
});

it.each(['kill', 'remove'] as const)('never keeps %s from asking, whatever is stored', (change) => {
  localStorage.setItem(`bulkhead.confirm.${change}`, 'act');
  useSettings.setState({ [`confirm.${change}`]: 'act' });
  changeState(change, { names: ['web'] });
  expect(useDialog.getState().dialog.kind).toBe(change === 'kill' ? 'confirm' : 'remove');
});

it('changes the theme in the main process, and loads the page again for another language', async () => {
  render(<SettingsPage />);
  await choose('Theme', 'Dark');
  await expect.poll(() => useWindow.getState().theme.choice).toBe('dark');
  expect(reload).not.toHaveBeenCalled();
  await choose('Language', 'Deutsch');
  expect([localStorage.getItem('bulkhead.language'), reload.mock.calls.length]).toEqual(['de', 1]);
});

it('offers each host of the list, and one that is gone only while it is chosen', async () => {
  changeSettings({ 'host.first': 'ssh://gone' });
  render(<SettingsPage />);
  expect(shown('Host at the start')).toBe('ssh://gone');
  const { hosts } = useWindow.getState();
  await choose('Host at the start', hosts[0]?.label ?? expect.unreachable());
  expect(useSettings.getState()['host.first']).toBe(hosts[0]?.id);
  await userEvent.click(screen.getByRole('combobox', { name: 'Host at the start' }));
  expect(screen.queryByRole('option', { name: 'ssh://gone' })).toBeNull();
});

it('goes back to the defaults, with a way back', async () => {
  changeSettings({ 'alerts.desktop': 'off', 'confirm.restart': 'act' });
  render(<SettingsPage />);
  await userEvent.click(screen.getByRole('button', { name: 'Reset to defaults' }));
  expect(useSettings.getState()).toEqual(initialSettings());
  useNotifications.getState().notifications.at(-1)?.action?.run();
  expect(useSettings.getState()).toEqual({ ...initialSettings(), 'alerts.desktop': 'off', 'confirm.restart': 'act' });
});
