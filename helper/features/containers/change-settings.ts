// SPDX-License-Identifier: Apache-2.0
/**
 * Changes the settings of a container: what is chosen is written first, then the lines of LXC's configuration, which a
 * crash between the two leaves to recovery, and what its DHCP server is to give it.
 */

import { fail } from '../../../contract/errors.ts';
import type { Network } from '../../../contract/model/containers/container.ts';
import type { SettingsChange } from '../../../contract/model/containers/given-settings.ts';
import { changedSettings, differenceOfSettings } from '../../../contract/model/containers/settings-change.ts';
import {
  isReserved,
  maxVariables,
  type Settings,
  settingApplies,
  settingKeys,
} from '../../../contract/model/containers/settings.ts';
import type { Result } from '../../../contract/operations/index.ts';
import { ensureNetwork } from '../../lxc/network/nat-bridge.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { Configurations } from './configurations.ts';
import type { ContainersHost } from './containers-host.ts';

type Applied = Result<'container.change-settings'>['applied'];

export interface ChangingSettings extends Pick<ContainersHost, 'intents' | 'reservations'> {
  /** Brings up the bridge of a network; the host's own way when undefined. */
  readonly bringNetwork?: (network: Network) => Promise<void>;
}

/**
 * Gives the function that changes the settings of a managed container, which has to be locked; it reports each that
 * differs then. All or nothing.
 */
export function createChangeSettings(
  { intents, reservations, bringNetwork = (network) => ensureNetwork(network, neverAborts) }: ChangingSettings,
  configurations: Pick<Configurations, 'described' | 'choose' | 'bringSettings'>,
): (name: string, change: SettingsChange) => Promise<Applied> {
  function write(name: string, settings: Settings, isHostnameDue: boolean): void {
    const { environment, lines } = configurations.described(name).settings;
    const before = { former: environment.map((variable) => variable.name), formerLines: lines };
    const intent = intents.begin({ kind: 'change-settings', subject: name, data: before });
    configurations.choose(name, { settings, isHostnameDue });
    configurations.bringSettings(name, before);
    intents.release(intent);
  }

  return async (name, change) => {
    const { settings: before, isHostnameDue, network } = configurations.described(name);
    const settings = changedSettings(before, change);
    if (settings.environment.length > maxVariables) fail('too-many-variables', { name, max: maxVariables });
    const difference = differenceOfSettings(before, settings);
    const keys = settingKeys.filter((key) => difference[key] !== undefined);
    if (keys.length === 0) return [];
    const isOfNetwork = (['address', 'nameservers', 'searchDomains', 'egress'] as const).some((key) =>
      keys.includes(key),
    );
    if (isOfNetwork && isReserved(settings)) await bringNetwork(network);
    // They are checked in one turn with the writing: no other container can choose the same address in between.
    if (isOfNetwork) reservations.check({ name, network, settings });
    write(name, settings, isHostnameDue || keys.includes('hostname'));
    if (isOfNetwork)
      try {
        await reservations.settle();
      } catch (error) {
        write(name, before, isHostnameDue);
        throw error;
      }
    return keys.map((key) => ({ key, applies: settingApplies[key] }));
  };
}
