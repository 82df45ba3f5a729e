// SPDX-License-Identifier: Apache-2.0
/** What the page says of each setting. */

import type { HostEntry } from '../../../contract/bridge.ts';
import { languages, t } from '../../lib/language/t.ts';
import { settings, type SettingName } from '../../window/preferences.ts';

export interface SettingChoice {
  readonly value: string;
  readonly label: string;
}

interface SettingTexts {
  readonly label: string;
  readonly help: string;
  readonly labels: Readonly<Record<string, string>>;
}

const asking = { ask: t('Ask'), act: t('Do not ask') };

export const settingTexts: Readonly<Record<SettingName, SettingTexts>> = {
  language: {
    label: t('Language'),
    help: t('Another one loads the window again; what you have typed stays.'),
    labels: { system: t('As the system'), ...languages },
  },
  'host.first': {
    label: t('Host at the start'),
    help: t('The host that the window shows first, unless another one is given when it is started.'),
    labels: { last: t('The one that was shown last') },
  },
  'alerts.desktop': {
    label: t('Notifications of the desktop'),
    help: t('When an alert begins on any host. In the window it is shown in any case.'),
    labels: { on: t('Show'), off: t('Do not show') },
  },
  'confirm.stop': {
    label: t('Before several containers are stopped'),
    help: t('One container is stopped without a question, and its notice starts it again.'),
    labels: asking,
  },
  'confirm.restart': {
    label: t('Before several containers are restarted'),
    help: t('One container is restarted without a question.'),
    labels: asking,
  },
};

/** A host that is no longer in the list stays a choice while it is chosen. */
export function choicesOf(name: SettingName, value: string, hosts: readonly HostEntry[]): readonly SettingChoice[] {
  const { initial, choices } = settings[name];
  const { labels } = settingTexts[name];
  const byId = new Map(hosts.map(({ id, label }) => [id, label]));
  const values = choices ?? [...new Set([initial, ...byId.keys(), value])];
  return values.map((one) => ({ value: one, label: labels[one] ?? byId.get(one) ?? one }));
}
