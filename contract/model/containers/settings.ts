// SPDX-License-Identifier: Apache-2.0
/** What is chosen for a container beside its limits, its confinement, its volumes and its tags. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { mapSettings, type SettingKey, settingKinds } from '../settings/setting-kinds.ts';

export { type SettingKey, settingKeys } from '../settings/setting-kinds.ts';
export {
  type Autostart,
  type LxcLine,
  maxLines,
  maxVariables,
  stopSignals,
  type Variable,
  variableNameSchema,
  variableValueSchema,
} from '../settings/setting-schemas.ts';

type SettingShape = {
  readonly [Key in SettingKey]: z.ZodDefault<ReturnType<(typeof settingKinds)[Key]['schema']>>;
};

export const settingsSchema = makeOnce(() =>
  z.strictObject(
    mapSettings((key) => z._default(settingKinds[key].schema() as z.ZodType, settingKinds[key].none)) as SettingShape,
  ),
);
export type Settings = z.infer<ReturnType<typeof settingsSchema>>;

// The type checker does not follow which key of the table has which value.
export const noSettings = mapSettings((key) => settingKinds[key].none) as unknown as Settings;

/** How the program is run that a container has in place of an init. */
export type ProgramSettings = Pick<Settings, 'program' | 'user' | 'folder' | 'stopSignal'>;

/** What the DHCP server of its network gives a container beside its lease. */
export type NetworkSettings = Pick<Settings, 'address' | 'nameservers' | 'searchDomains'>;

/** Says whether the DHCP server has to give the container anything of its own. */
export function isReserved({ address, nameservers, searchDomains }: NetworkSettings): boolean {
  return address !== null || nameservers.length + searchDomains.length > 0;
}

/** Says when a changed setting is in force. */
export const settingApplies: Readonly<Record<SettingKey, 'live' | 'next-start'>> = mapSettings(
  (key) => settingKinds[key].applies,
);
