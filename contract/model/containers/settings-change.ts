// SPDX-License-Identifier: Apache-2.0
/** Settings after a change, and the change between two. */

import type { SettingsChange } from './given-settings.ts';
import { type SettingKey, settingKeys, type Settings } from './settings.ts';

/** The settings after a change. */
export function changedSettings(settings: Settings, change: SettingsChange): Settings {
  const { environment, lines, ...others } = change;
  const variables = changedValues(
    settings.environment.map(({ name, value }) => [name, value]),
    (environment ?? []).map(({ name, value }) => [name, value]),
  );
  const keyed = changedValues(
    settings.lines.map(({ key, value }) => [key, value]),
    (lines ?? []).map(({ key, value }) => [key, value]),
  );
  const chosen = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  return {
    ...settings,
    ...(chosen as Partial<Settings>),
    environment: variables.map(([name, value]) => ({ name, value })),
    lines: keyed.map(([key, value]) => ({ key, value })),
  };
}

/** Gives only what differs, as a change from the first settings to the second. */
export function differenceOfSettings(was: Settings, is: Settings): SettingsChange {
  const variables = differenceOfValues(
    was.environment.map(({ name, value }) => [name, value]),
    is.environment.map(({ name, value }) => [name, value]),
  );
  const lines = differenceOfValues(
    was.lines.map(({ key, value }) => [key, value]),
    is.lines.map(({ key, value }) => [key, value]),
  );
  const others = settingKeys.filter((key) => key !== 'environment' && key !== 'lines' && !isSame(was[key], is[key]));
  return {
    ...Object.fromEntries(others.map((key) => [key, is[key]])),
    ...(variables.length > 0 && { environment: variables.map(([name, value]) => ({ name, value })) }),
    ...(lines.length > 0 && { lines: lines.map(([key, value]) => ({ key, value })) }),
  };
}

type Value = Settings[SettingKey];

/** The order of a list counts. */
function isSame(one: Value, other: Value): boolean {
  if (one === null || other === null || typeof one === 'string' || typeof other === 'string') return one === other;
  return JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
}

/** Gives the values with the changes applied, in alphabetical order. A change to null removes a value. */
function changedValues(
  before: readonly (readonly [name: string, value: string])[],
  changes: readonly (readonly [name: string, value: string | null])[],
): readonly (readonly [name: string, value: string])[] {
  const values = new Map(before);
  for (const [name, value] of changes)
    if (value === null) values.delete(name);
    else values.set(name, value);
  return [...values].toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
}

/** What has to be changed: those that go, then those that differ. */
function differenceOfValues(
  was: readonly (readonly [name: string, value: string])[],
  is: readonly (readonly [name: string, value: string])[],
): readonly (readonly [name: string, value: string | null])[] {
  const [before, after] = [new Map(was), new Map(is)];
  return [
    ...was.flatMap(([name]) => (after.has(name) ? [] : [[name, null] as const])),
    ...is.filter(([name, value]) => before.get(name) !== value),
  ];
}
