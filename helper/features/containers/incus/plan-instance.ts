// SPDX-License-Identifier: Apache-2.0
/** What becomes of an instance that another tool created when it is adopted: each key of its configuration and each device. */

import type { GivenAdoptionLine } from '../../../../contract/model/containers/adoption.ts';
import { say } from '../../../../contract/text.ts';
import type { IncusInstance } from '../../../incus/incus-instances.ts';
import { parseConfiguration } from '../../../lxc/configuration-file.ts';
import type { InstancePlan } from '../ports/incus.ts';

/** What weakens an instance, or says in which context it runs: a value of its own comes before that of a profile. */
const closed: Readonly<Record<string, string>> = { 'security.privileged': 'false', 'security.nesting': 'false' };
const confining: ReadonlySet<string> = new Set([
  ...['raw.lxc', 'security.idmap.isolated', 'security.idmap.base', 'security.idmap.size', 'security.guestapi'],
  ...Object.keys(closed),
]);
/** Keys that reach into the host, or past what confines it. */
const opening = /^(?:raw\.|security\.|linux\.|nvidia\.|migration\.|user\.bulkhead\.)/;
const maxCharacters = 1000;

const isOpening = (key: string): boolean => opening.test(key) && !confining.has(key);

const isLeftOut = (key: string): boolean => opening.test(key);

export function planInstance(instance: IncusInstance): InstancePlan {
  const { config, expanded_config: all, expanded_devices: devices } = instance;
  const ofProfiles = Object.keys(all).filter((key) => config[key] === undefined && isOpening(key));
  const strange = Object.entries(devices).filter(([, device]) => !isHarmless(device));
  return {
    problems: [
      ...ofProfiles.map((key) =>
        say('one of its profiles gives it {key}; take that profile away first (incus profile remove)', { key }),
      ),
      ...strange.map(([device, { type = '' }]) =>
        say('it has the device {device} of the type {type}; take it away first (incus config device remove)', {
          device,
          type,
        }),
      ),
    ],
    lines: [
      ...Object.entries(config).flatMap(([key, value]) => linesOf(key, value)),
      ...Object.entries(devices).map(([device, { type = '' }]) => ({
        file: 'devices',
        key: device,
        value: type,
        outcome: 'kept' as const,
        note: type === 'disk' ? say('Its files get a label of their own.') : say('It stays as it is.'),
      })),
    ],
    config: { ...Object.fromEntries(Object.entries(config).filter(([key]) => !isLeftOut(key))), ...closed },
  };
}

/** Its root, its networks, and what a key takes away. */
function isHarmless({ type, path }: Readonly<Record<string, string>>): boolean {
  return type === 'nic' || type === 'none' || (type === 'disk' && path === '/');
}

function linesOf(key: string, value: string): readonly GivenAdoptionLine[] {
  if (key.startsWith('volatile.') || key.startsWith('user.bulkhead.')) return [];
  if (key === 'raw.lxc') return parseConfiguration(value).map((line) => lineOf('raw.lxc', line.key, line.value));
  return [lineOf('config', key, value)];
}

function lineOf(file: string, key: string, value: string): GivenAdoptionLine {
  return { file, key: key.slice(0, maxCharacters), value: value.slice(0, maxCharacters), ...verdictOf(file, key) };
}

function verdictOf(file: string, key: string): Pick<GivenAdoptionLine, 'outcome' | 'note'> {
  if (key === 'lxc.selinux.context')
    return { outcome: 'replaced', note: say('By a context with categories that no other container has.') };
  if (confining.has(key)) return { outcome: 'replaced', note: say('By ids of its own, without rights over the host.') };
  if (file === 'raw.lxc' || isLeftOut(key))
    return { outcome: 'left-out', note: say('It would reach past what confines it.') };
  return { outcome: 'kept', note: say('It stays as it is.') };
}
