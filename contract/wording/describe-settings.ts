// SPDX-License-Identifier: Apache-2.0
/** Settings of a container in words, for changes that are shown before they are made, and that are kept. */

import type { Autostart, Settings } from '../model/containers/settings.ts';
import {
  isNoSetting,
  type SettingKey,
  settingKeys,
  settingKindOf,
  type SingleKey,
} from '../model/settings/setting-kinds.ts';
import { formatWords } from './command-line.ts';
import { t } from '../text.ts';

/**
 * Describes one setting that differs. Each variable of the environment and each line of LXC's configuration counts as
 * one.
 */
export interface SettingDifference {
  readonly key: SettingKey;
  /** `autostart`, or `variable LANG`. */
  readonly title: string;
  readonly before: string;
  readonly after: string;
}

/** What a person chose is in the words: to be escaped where it is shown. */
export function describeSettingsChange(was: Settings, is: Settings): readonly SettingDifference[] {
  return settingKeys.flatMap((key) => {
    if (key === 'environment') return variables(was, is);
    return key === 'lines' ? lines(was, is) : one(key, was, is);
  });
}

/** `at boot, order 100`. */
function describeAutostart({ order, delaySeconds: delay }: Autostart): string {
  return delay === 0
    ? t('at boot, order {order}', { order })
    : t('at boot, order {order}, then {delay} s without another', { order, delay });
}

function one(key: SingleKey, was: Settings, is: Settings): readonly SettingDifference[] {
  const [before, after] = [textOf(key, was[key]), textOf(key, is[key])];
  return before === after ? [] : [{ key, title: settingKindOf(key).title, before, after }];
}

function textOf(key: SingleKey, value: Settings[SingleKey]): string {
  if (isNoSetting(value)) return settingKindOf(key).without;
  if (typeof value === 'string') return value;
  if ('order' in value) return describeAutostart(value);
  return settingKindOf(key).form === 'words' ? formatWords(value) : value.join(' ');
}

function variables(was: Settings, is: Settings): readonly SettingDifference[] {
  const valuesOf = ({ environment }: Settings) => new Map(environment.map(({ name, value }) => [name, value]));
  return named(valuesOf(was), valuesOf(is), { key: 'environment', title: (name) => t('variable {name}', { name }) });
}

function lines(was: Settings, is: Settings): readonly SettingDifference[] {
  const valuesOf = (settings: Settings) => new Map(settings.lines.map(({ key, value }) => [key, value]));
  return named(valuesOf(was), valuesOf(is), { key: 'lines', title: (key) => key });
}

/** Gives those of the named settings that differ, in alphabetical order. */
function named(
  was: ReadonlyMap<string, string>,
  is: ReadonlyMap<string, string>,
  { key, title }: { readonly key: SettingKey; readonly title: (name: string) => string },
): readonly SettingDifference[] {
  const names = [...new Set([...was.keys(), ...is.keys()])].sort();
  return names.flatMap((name) => {
    const [before, after] = [was.get(name) ?? t('none'), is.get(name) ?? t('none')];
    return before === after ? [] : [{ key, title: title(name), before, after }];
  });
}
