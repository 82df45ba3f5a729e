// SPDX-License-Identifier: Apache-2.0
/**
 * Brings an instance to what keeps it from taking what all containers share: the guard of its namespaces, the system
 * calls that it does not get, and on bridges that Incus manages its own hardware address and one address of the network.
 */

import * as z from 'zod';
import type { IncusClient } from '../../../incus/incus-client.ts';
import { isNotFound } from '../../../incus/incus-error.ts';
import { type IncusInstance, pathOf } from '../../../incus/incus-instances.ts';
import { formatConfiguration, parseConfiguration } from '../../../lxc/configuration-file.ts';
import {
  deniedNamespaceCalls,
  isNamespaceGuardLine,
  namespaceGuardLines,
} from '../../../lxc/network/namespace-guard.ts';
import { chosenDomainOf } from './chosen-domain.ts';

type Devices = IncusInstance['expanded_devices'];

const networkSchema = z.object({
  type: z.string(),
  managed: z.boolean(),
  config: z.record(z.string(), z.string()).nullish(),
});

/** The second makes Incus reserve one address for the interface, and give no other one to its hardware address. */
const filtering = { 'security.mac_filtering': 'true', 'security.ipv4_filtering': 'true' };
const denyKey = 'security.syscalls.deny';

/** Changes nothing where all of it is there. Call it before a start. */
export async function guardInstance(client: IncusClient, instance: IncusInstance, signal: AbortSignal): Promise<void> {
  const config = guardConfig(instance);
  const devices = await filteredDevices(client, instance, signal);
  if (Object.keys(config).length + Object.keys(devices).length === 0) return;
  await client.change({ method: 'PATCH', path: pathOf(instance), body: { config, devices }, signal });
}

/** The keys that are to be changed. What an administrator chose to deny stays. */
export function guardConfig(instance: IncusInstance): Readonly<Record<string, string>> {
  const { config } = instance;
  // An instance without lines of its own has those of a profile, which its own would replace.
  const raw = config['raw.lxc'];
  const lines = parseConfiguration(raw ?? '');
  const isGuarded = raw === undefined || lines.some(isNamespaceGuardLine);
  const isNested = chosenDomainOf(instance).allow.includes('nested');
  const denied = deniedCalls(config[denyKey] ?? '', isNested);
  return {
    ...(!isGuarded && { 'raw.lxc': formatConfiguration([...lines, ...namespaceGuardLines()]) }),
    ...(denied !== (config[denyKey] ?? '') && { [denyKey]: denied }),
  };
}

function deniedCalls(before: string, isNested: boolean): string {
  const own = deniedNamespaceCalls.split('\n');
  const others = before.split('\n').filter((line) => line !== '' && !own.includes(line));
  return [...others, ...(isNested ? [] : own)].join('\n');
}

/** Its interfaces on bridges that Incus manages, as devices of its own, where they are not filtered. */
async function filteredDevices(client: IncusClient, instance: IncusInstance, signal: AbortSignal): Promise<Devices> {
  const open = Object.entries(instance.expanded_devices).filter(
    ([, { type, network }]) => type === 'nic' && network !== undefined,
  );
  const changed: [string, Readonly<Record<string, string>>][] = [];
  for (const [name, device] of open) {
    const isFiltered = Object.entries(filtering).every(([key, value]) => device[key] === value);
    if (isFiltered || !(await givesAddresses(client, device['network'] ?? '', signal))) continue;
    changed.push([name, { ...device, ...filtering }]);
  }
  return Object.fromEntries(changed);
}

/** Says whether Incus manages the bridge and gives addresses of IPv4 on it. */
async function givesAddresses(client: IncusClient, network: string, signal: AbortSignal): Promise<boolean> {
  try {
    const path = `/1.0/networks/${encodeURIComponent(network)}`;
    const { type, managed, config } = (await client.get(path, networkSchema, { signal })).value;
    return type === 'bridge' && managed && (config?.['ipv4.address'] ?? 'none') !== 'none';
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
