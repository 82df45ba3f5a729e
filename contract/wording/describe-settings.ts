// SPDX-License-Identifier: Apache-2.0
/** Settings of a container in words, for changes that are shown before they are made, and that are kept. */

import { type Autostart, type SettingKey, settingKeys, type Settings } from '../model/containers/settings.ts';
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

/** Settings of which there is one value. */
type SingleKey = Exclude<SettingKey, 'environment' | 'lines'>;

/** `at boot, order 100`, or `none`. */
function describeAutostart(autostart: Autostart | null): string {
  if (autostart === null) return t('none');
  const { order, delaySeconds: delay } = autostart;
  return delay === 0
    ? t('at boot, order {order}', { order })
    : t('at boot, order {order}, then {delay} s without another', { order, delay });
}

function one(key: SingleKey, was: Settings, is: Settings): readonly SettingDifference[] {
  const [before, after] = [textOf(key, was), textOf(key, is)];
  return before === after ? [] : [{ key, title: titles[key], before, after }];
}

const titles: Readonly<Record<SingleKey, string>> = {
  description: t('description'),
  autostart: t('autostart'),
  hostname: t('host name'),
  address: t('address'),
  nameservers: t('DNS servers'),
  searchDomains: t('search domains'),
  program: t('program'),
  user: t('user'),
  folder: t('folder'),
  stopSignal: t('stop signal'),
};

function textOf(key: SingleKey, settings: Settings): string {
  switch (key) {
    case 'description':
      return settings.description === '' ? t('none') : settings.description;
    case 'autostart':
      return describeAutostart(settings.autostart);
    case 'hostname':
      return settings.hostname ?? t('its name');
    case 'address':
      return settings.address ?? t('any');
    case 'nameservers':
      return listed(settings.nameservers, t("the host's"));
    case 'searchDomains':
      return listed(settings.searchDomains, t('none'));
    case 'program':
      return settings.program.length === 0 ? t('the init of its image') : formatWords(settings.program);
    case 'user':
      return settings.user ?? 'root';
    case 'folder':
      return settings.folder ?? '/';
    case 'stopSignal':
      return settings.stopSignal ?? 'SIGTERM';
  }
}

function listed(all: readonly string[], none: string): string {
  return all.length === 0 ? none : all.join(' ');
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
