// SPDX-License-Identifier: Apache-2.0
/**
 * What the window remembers from one start to the next, in the page's own storage: settings, which are chosen on a page of
 * their own, and what each page remembers for itself. Nothing secret.
 */

import { create } from 'zustand';
import type { ShellCapability } from '../../contract/bridge.ts';
import type { OptionalConfirmation } from '../../contract/confirmations.ts';
import { type Language, languages } from '../lib/language/t.ts';
import { shellCan } from '../lib/shell.ts';

const prefix = 'bulkhead.';

interface Setting {
  readonly initial: string;
  /** Undefined where it is the id of a host, or `initial`. */
  readonly choices: readonly string[] | undefined;
  /** Names what the shell has to be capable of. */
  readonly needs?: ShellCapability;
}

type Declared = 'language' | 'host.first' | 'alerts.desktop' | `confirm.${OptionalConfirmation}`;

const asking = { initial: 'ask', choices: ['ask', 'act'] } as const;

/** Lists the settings in the order of their page. */
export const settings = {
  language: {
    initial: 'system',
    choices: ['system', ...(Object.keys(languages) as Language[])],
    needs: 'appearance',
  },
  'host.first': { initial: 'last', choices: undefined },
  'alerts.desktop': { initial: 'on', choices: ['on', 'off'], needs: 'notifications' },
  'confirm.stop': asking,
  'confirm.restart': asking,
} as const satisfies Readonly<Record<Declared, Setting>>;

export type SettingName = keyof typeof settings;
export type SettingValues = Readonly<Record<SettingName, string>>;
export const settingNames = Object.keys(settings) as SettingName[];

/** Gives the settings that mean something in this shell. */
export function offeredSettings(): readonly SettingName[] {
  return settingNames.filter((name) => {
    const { needs }: Setting = settings[name];
    return needs === undefined || shellCan(needs);
  });
}

/** What is chosen now; what was remembered and is no choice any more is as at first. */
export const useSettings = create<SettingValues>(() => readSettings());

export function changeSettings(changes: Partial<SettingValues>): void {
  for (const [name, value] of Object.entries(changes)) remember(name as SettingName, value);
  useSettings.setState(changes);
}

export function initialSettings(): SettingValues {
  return settingsFrom(({ initial }) => initial);
}

function readSettings(): SettingValues {
  return settingsFrom(({ initial, choices }, name) => {
    const value = remembered(name) ?? initial;
    return choices === undefined || choices.includes(value) ? value : initial;
  });
}

function settingsFrom(value: (setting: Setting, name: SettingName) => string): SettingValues {
  return Object.fromEntries(settingNames.map((name) => [name, value(settings[name], name)])) as SettingValues;
}

type PreferenceName =
  | SettingName
  | 'host'
  | 'hosts.met'
  | 'location'
  | 'containers.sort'
  | 'containers.columns'
  | 'containers.filters'
  | 'containers.grouping'
  | 'containers.collapsed'
  | 'create.stepTimes'
  | 'terminal.fontSize'
  | 'terminal.copySelection'
  | 'logs.wrap'
  | 'processes.form'
  | 'workspace'
  | 'workspaces'
  | 'denials.ignored';

export function remembered(name: PreferenceName): string | undefined {
  return storage()?.getItem(prefix + name) ?? undefined;
}

export function remember(name: PreferenceName, value: string): void {
  storage()?.setItem(prefix + name, value);
}

/** Absent in tests, and where the browser forbids it: then nothing is remembered. */
function storage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
