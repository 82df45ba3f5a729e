// SPDX-License-Identifier: Apache-2.0
/** Settings after a change, and the change between two. */

import type { SettingsChange } from './given-settings.ts';
import type { Autostart, Settings } from './settings.ts';

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
  return {
    description: others.description ?? settings.description,
    autostart: others.autostart === undefined ? settings.autostart : others.autostart,
    hostname: others.hostname === undefined ? settings.hostname : others.hostname,
    environment: variables.map(([name, value]) => ({ name, value })),
    address: others.address === undefined ? settings.address : others.address,
    nameservers: others.nameservers ?? settings.nameservers,
    searchDomains: others.searchDomains ?? settings.searchDomains,
    program: others.program ?? settings.program,
    user: others.user === undefined ? settings.user : others.user,
    folder: others.folder === undefined ? settings.folder : others.folder,
    stopSignal: others.stopSignal === undefined ? settings.stopSignal : others.stopSignal,
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
  return {
    ...(was.description !== is.description && { description: is.description }),
    ...(!isSame(was.autostart, is.autostart) && { autostart: is.autostart }),
    ...(was.hostname !== is.hostname && { hostname: is.hostname }),
    ...(variables.length > 0 && { environment: variables.map(([name, value]) => ({ name, value })) }),
    ...(was.address !== is.address && { address: is.address }),
    ...(!isSameList(was.nameservers, is.nameservers) && { nameservers: is.nameservers }),
    ...(!isSameList(was.searchDomains, is.searchDomains) && { searchDomains: is.searchDomains }),
    ...(!isSameList(was.program, is.program) && { program: is.program }),
    ...(was.user !== is.user && { user: is.user }),
    ...(was.folder !== is.folder && { folder: is.folder }),
    ...(was.stopSignal !== is.stopSignal && { stopSignal: is.stopSignal }),
    ...(lines.length > 0 && { lines: lines.map(([key, value]) => ({ key, value })) }),
  };
}

function isSame(one: Autostart | null, other: Autostart | null): boolean {
  return one?.order === other?.order && one?.delaySeconds === other?.delaySeconds;
}

/** The order counts. */
function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value, at) => value === other[at]);
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
