// SPDX-License-Identifier: Apache-2.0
/**
 * Changes the settings of a container: what is chosen is written first, then the lines of LXC's configuration, which a
 * crash between the two leaves to recovery.
 */

import { fail } from '../../../contract/errors.ts';
import {
  changedSettings,
  differenceOfSettings,
  maxVariables,
  settingApplies,
  settingKeys,
  type SettingsChange,
} from '../../../contract/model/containers/settings.ts';
import type { Result } from '../../../contract/operations/index.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import type { Configurations } from './configurations.ts';

type Applied = Result<'container.change-settings'>['applied'];

/**
 * Gives the function that changes the settings of a managed container, which has to be locked; it reports each that
 * differs then.
 */
export function createChangeSettings(
  intents: IntentJournal,
  configurations: Pick<Configurations, 'described' | 'choose' | 'bringSettings'>,
): (name: string, change: SettingsChange) => Applied {
  return (name, change) => {
    const { settings: before, isHostnameDue } = configurations.described(name);
    const settings = changedSettings(before, change);
    if (settings.environment.length > maxVariables) fail('too-many-variables', { name, max: maxVariables });
    const difference = differenceOfSettings(before, settings);
    const keys = settingKeys.filter((key) => difference[key] !== undefined);
    if (keys.length === 0) return [];
    const former = before.environment.map((variable) => variable.name);
    const intent = intents.begin({ kind: 'change-settings', subject: name, data: { former } });
    configurations.choose(name, { settings, isHostnameDue: isHostnameDue || keys.includes('hostname') });
    configurations.bringSettings(name, former);
    intents.release(intent);
    return keys.map((key) => ({ key, applies: settingApplies[key] }));
  };
}
