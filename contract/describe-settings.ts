// SPDX-License-Identifier: Apache-2.0
/** Settings of a container in words, for changes that are shown before they are made, and that are kept. */

import { type Autostart, type SettingKey, settingKeys, type Settings } from './model/containers/settings.ts';
import { formatWords } from './command-line.ts';
import { t } from './text.ts';

/** One setting that differs; a variable of the environment is one by itself. */
export interface SettingDifference {
  readonly key: SettingKey;
  /** `autostart`, or `variable LANG`. */
  readonly title: string;
  readonly before: string;
  readonly after: string;
}

/** What a person chose is in the words: to be escaped where it is shown. */
export function describeSettingsChange(was: Settings, is: Settings): readonly SettingDifference[] {
  return settingKeys.flatMap((key) => (key === 'environment' ? variables(was, is) : one(key, was, is)));
}

/** `at boot, order 100`, or `none`. */
function describeAutostart(autostart: Autostart | null): string {
  if (autostart === null) return t('none');
  const { order, delaySeconds: delay } = autostart;
  return delay === 0
    ? t('at boot, order {order}', { order })
    : t('at boot, order {order}, then {delay} s without another', { order, delay });
}

function one(key: Exclude<SettingKey, 'environment'>, was: Settings, is: Settings): readonly SettingDifference[] {
  const [before, after] = [textOf(key, was), textOf(key, is)];
  return before === after ? [] : [{ key, title: titles[key], before, after }];
}

const titles: Readonly<Record<Exclude<SettingKey, 'environment'>, string>> = {
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

function textOf(key: Exclude<SettingKey, 'environment'>, settings: Settings): string {
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
  const names = [...new Set([...was.environment, ...is.environment].map(({ name }) => name))].sort();
  return names.flatMap((name) => {
    const [before, after] = [valueOf(was, name), valueOf(is, name)];
    return before === after ? [] : [{ key: 'environment', title: t('variable {name}', { name }), before, after }];
  });
}

function valueOf({ environment }: Settings, name: string): string {
  return environment.find((variable) => variable.name === name)?.value ?? t('none');
}
