// SPDX-License-Identifier: Apache-2.0
/** The containers of Incus, of all projects and all members. Virtual machines are left out: they are no containers. */

import * as z from 'zod';
import type { IncusClient } from './incus-client.ts';
import type { Tagged } from './incus-get.ts';

/** Keys and values are what anybody with the rights of Incus wrote. */
const configSchema = z.record(z.string(), z.string());
const devicesSchema = z.record(z.string(), z.record(z.string(), z.string()));

const incusInstanceSchema = z.object({
  name: z.string(),
  project: z.string().catch('default'),
  type: z.string().catch('container'),
  /** Holds the number that Incus has for a state: 102 is stopped, 103 is running. */
  status_code: z.number().int(),
  /** The member where it is; `none` without a cluster. */
  location: z.string().catch('none'),
  created_at: z.string().catch(''),
  /** Its own configuration, without that of its profiles. */
  config: configSchema.nullish().transform((config) => config ?? {}),
  /** Includes the configuration of the instance's profiles. */
  expanded_config: configSchema.nullish().transform((config) => config ?? {}),
  expanded_devices: devicesSchema.nullish().transform((devices) => devices ?? {}),
});
export type IncusInstance = z.infer<typeof incusInstanceSchema>;

export type InstanceName = Pick<IncusInstance, 'name' | 'project'>;

const container = 'container';
/** Incus numbers states; these are a container that runs and one that is frozen. */
const running = 103;
const frozen = 110;
/** Milliseconds for a list of many thousands. */
const listTimeoutMs = 60_000;

/** All that the helper may see; one that has another form than expected is left out, and the others are not. */
export async function listInstances(client: IncusClient, signal?: AbortSignal): Promise<readonly IncusInstance[]> {
  const { value } = await client.get('/1.0/instances?recursion=1&all-projects=true', z.array(z.unknown()), {
    signal,
    timeoutMs: listTimeoutMs,
  });
  return value.flatMap((one) => {
    const { data } = incusInstanceSchema.safeParse(one);
    return data?.type === container ? [data] : [];
  });
}

export function readInstance(
  client: IncusClient,
  name: InstanceName,
  signal?: AbortSignal,
): Promise<Tagged<IncusInstance>> {
  return client.get(pathOf(name), incusInstanceSchema, { signal });
}

/** Path of one instance in the API, with what follows it: `/state`. */
export function pathOf({ name, project }: InstanceName, below = ''): string {
  return `/1.0/instances/${encodeURIComponent(name)}${below}?project=${encodeURIComponent(project)}`;
}

/** The name that liblxc has it under, which its cgroup and its volume have too. Neither part can hold `_`. */
export function nameOf({ project, name }: InstanceName): string {
  return project === 'default' ? name : `${project}_${name}`;
}

const stateSchema = z.object({
  network: z
    .record(
      z.string(),
      z.object({ addresses: z.array(z.object({ family: z.string(), address: z.string(), scope: z.string() })) }),
    )
    .nullish()
    .transform((network) => network ?? {}),
});

/** The addresses of IPv4 by which it is reached, as the member where it runs sees them. */
export async function readAddressesOf(client: IncusClient, name: InstanceName): Promise<readonly string[]> {
  const { value } = await client.get(pathOf(name, '/state'), stateSchema);
  return Object.values(value.network).flatMap(({ addresses }) =>
    addresses.flatMap(({ family, address, scope }) => (family === 'inet' && scope === 'global' ? [address] : [])),
  );
}

/** Gives the runtime of an instance on another member, as Incus says it; undefined when it does not run. */
export function runtimeThere({ status_code: code }: IncusInstance): { readonly isFrozen: boolean } | undefined {
  return code === running || code === frozen ? { isFrozen: code === frozen } : undefined;
}

export type StateAction = 'start' | 'stop' | 'freeze' | 'unfreeze';

/** Seconds that a container gets to shut down by itself. */
export const shutdownSeconds = 60;

interface StateChange {
  readonly action: StateAction;
  /** Ends its processes at once, without asking its init. */
  readonly force?: boolean;
}

/** Resolves when it has that state; Incus asks the member where it is. */
export async function changeState(
  client: IncusClient,
  name: InstanceName,
  { action, force = false }: StateChange,
): Promise<void> {
  await client.change({
    method: 'PUT',
    path: pathOf(name, '/state'),
    body: { action, force, timeout: shutdownSeconds },
    timeoutMs: (shutdownSeconds + 60) * 1000,
  });
}

/** Writes these keys of its own configuration and leaves all others; an empty value takes a key away. */
export async function changeConfig(
  client: IncusClient,
  name: InstanceName,
  config: Readonly<Record<string, string>>,
): Promise<void> {
  await client.change({ method: 'PATCH', path: pathOf(name), body: { config } });
}
