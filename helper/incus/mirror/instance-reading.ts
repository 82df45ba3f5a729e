// SPDX-License-Identifier: Apache-2.0
/** Reads containers of Incus, all or single ones, and keeps what was known of those whose member is away. */

import type { IncusClient } from '../incus-client.ts';
import { isIncusError, isNotFound } from '../incus-error.ts';
import { type IncusInstance, type InstanceName, listInstances, nameOf, readInstance } from '../incus-instances.ts';
import { readServer } from '../incus-server.ts';
import type { KnownInstances } from './known-instances.ts';

export interface IncusMember {
  /** Its name in the cluster; undefined without one. */
  readonly name: string | undefined;
  readonly version: string;
}

export interface InstanceReading {
  readonly client: IncusClient;
  readonly known: KnownInstances;
  /** Containers whose member does not answer, by the names that liblxc has them under; they stay as they were before. */
  readonly away: Set<string>;
  /** Only the name is known of these instances. */
  readonly unread: Set<string>;
  member: IncusMember | undefined;
  /** The time of the clock of this process at which all was read last. */
  readAllAt: number;
}

/** The status code of Incus for a container whose member does not answer. */
const unreachable = 112;
/** Single containers that are asked for at the same time. */
const readersAtOnce = 8;

export function createInstanceReading(client: IncusClient, known: KnownInstances): InstanceReading {
  return { client, known, away: new Set(), unread: new Set(), member: undefined, readAllAt: 0 };
}

export async function readAll(reading: InstanceReading, signal?: AbortSignal): Promise<void> {
  const { client, known, away } = reading;
  const { environment } = (await readServer(client, signal)).value;
  const instances = await listInstances(client, signal);
  reading.member = {
    name: environment?.server_clustered === true ? environment.server_name : undefined,
    version: environment?.server_version ?? '',
  };
  const absent = new Set(instances.filter(isAway).map(nameOf));
  for (const name of away) if (!absent.has(name)) forgetAway(reading, name);
  known.replace(instances.map((one) => (absent.has(nameOf(one)) ? lastKnown(reading, one) : one)));
  reading.readAllAt = performance.now();
}

/** Gives a container whose member is away as it was before, where that is known. */
function lastKnown({ known, away, unread }: InstanceReading, instance: IncusInstance): IncusInstance {
  const name = nameOf(instance);
  away.add(name);
  const last = unread.has(name) ? undefined : known.get(instance);
  if (last === undefined) unread.add(name);
  return last ?? instance;
}

/** Reads these one by one; gives `away` where a member does not answer. */
export async function readEach(
  reading: InstanceReading,
  names: readonly InstanceName[],
  signal: AbortSignal,
): Promise<'read' | 'away'> {
  const left = [...names];
  let outcome: 'read' | 'away' = 'read';
  const readNext = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      if ((await readOne(reading, next, signal)) === 'away') outcome = 'away';
  };
  await Promise.all(Array.from({ length: Math.min(readersAtOnce, names.length) }, readNext));
  return outcome;
}

/** Gives `away` where its member does not answer. */
export async function readOne(
  reading: InstanceReading,
  name: InstanceName,
  signal?: AbortSignal,
): Promise<'read' | 'away'> {
  try {
    const { value } = await readInstance(reading.client, name, signal);
    if (value.type === 'container') reading.known.put(value);
  } catch (error) {
    if (isIncusError(error, 'denied') && !isNotFound(error)) return 'away';
    if (!isNotFound(error)) throw error;
    reading.known.delete(name);
  }
  forgetAway(reading, nameOf(name));
  return 'read';
}

/** Gives the members that are away with containers of which only the name is known. */
export function unreadMembers({ known, unread }: InstanceReading): readonly string[] {
  if (unread.size === 0) return [];
  return [...new Set(known.all().flatMap((one) => (unread.has(nameOf(one)) ? [one.location] : [])))];
}

/** Forgets all, since Incus is not there any more. */
export function forgetAll(reading: InstanceReading): void {
  reading.known.replace([]);
  reading.away.clear();
  reading.unread.clear();
  reading.member = undefined;
}

function forgetAway({ away, unread }: InstanceReading, name: string): void {
  away.delete(name);
  unread.delete(name);
}

/** Incus gives no configuration of a container whose member is away. */
function isAway({ status_code: code, expanded_config: config }: IncusInstance): boolean {
  return code === unreachable && Object.keys(config).length === 0;
}
