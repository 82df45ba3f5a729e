// SPDX-License-Identifier: Apache-2.0
/**
 * What the window keeps of every host, shown or not: its containers, the causes of denials of its containers, and its load.
 * No samples of containers and no events, so that many hosts cost little.
 */

import { create } from 'zustand';
import type { Container } from '../../../contract/model/containers/container.ts';
import { isOfHost } from '../../../contract/model/denials/cause-kind.ts';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import type { Client } from '../../../rpc/client.ts';
import { ConnectionClosedError } from '../../../rpc/client.ts';
import { noteHeard } from '../../host/connection.ts';
import { onEachConnection, onHostForgotten } from '../../host/host-stores.ts';
import { failureText } from '../../window/notifications.ts';
import { watchContainers } from '../members/watch-containers.ts';
import { secondsOf } from '../denials/denial-span.ts';
import { isOfDrill } from '../denials/model/drill-denials.ts';
import { t } from '../../lib/language/t.ts';

export interface FleetHost {
  /** Undefined until the host has listed them. */
  readonly containers: ReadonlyMap<string, Container> | undefined;
  /**
   * The causes that were hit lately, by id, without those that are the host's own; older ones are left out when they are
   * read by {@link recentCauses}.
   */
  readonly causes: ReadonlyMap<string, DenialGroup>;
  /** Gives the load of the last minute; undefined when it is not known. */
  readonly load: number | undefined;
  /** Why something is not known of a host that is connected. */
  readonly problems: readonly string[];
}

interface FleetState {
  readonly byHost: ReadonlyMap<string, FleetHost>;
}

export const useFleet = create<FleetState>(() => ({ byHost: new Map() }));
onEachConnection(followHost);
onHostForgotten(forget);

const nothing: FleetHost = { containers: undefined, causes: new Map(), load: undefined, problems: [] };
/** The longest stretch of time that can be chosen. */
const keptSeconds = secondsOf('week');
/** Causes kept of one host; the latest stay. */
const maxCauses = 200;
/** The load, and proof that the host still answers. */
const sampleMs = 30_000;

/** The causes with a denial since then, the latest first. */
export function recentCauses(host: FleetHost | undefined, since: number): readonly DenialGroup[] {
  return [...(host?.causes.values() ?? [])]
    .filter(({ last }) => last >= since)
    .toSorted((left, right) => right.last - left.last);
}

async function followHost(hostId: string, client: Client, signal: AbortSignal): Promise<void> {
  change(hostId, () => ({ problems: [] }));
  await Promise.all([
    guard(hostId, t('cannot list the containers'), followContainers(hostId, client, signal)),
    guard(hostId, t('cannot read the denials'), followCauses(hostId, client, signal)),
    guard(hostId, t('cannot read the load'), followLoad(hostId, client, signal)),
  ]);
}

async function followContainers(hostId: string, client: Client, signal: AbortSignal): Promise<void> {
  for await (const containers of watchContainers(client, signal)) {
    noteHeard(hostId);
    change(hostId, () => ({ containers }));
  }
}

async function followCauses(hostId: string, client: Client, signal: AbortSignal): Promise<void> {
  const since = Math.floor(Date.now() / 1000) - keptSeconds;
  for await (const item of client.stream('denial.watch', { since, events: 0 }, { signal })) {
    noteHeard(hostId);
    change(hostId, ({ causes }) => ({
      causes: withCauses(item.type === 'snapshot' ? new Map() : causes, item.groups),
    }));
  }
}

async function followLoad(hostId: string, client: Client, signal: AbortSignal): Promise<void> {
  for await (const { samples } of client.stream('sample.watch', { names: [], intervalMs: sampleMs }, { signal })) {
    noteHeard(hostId);
    change(hostId, () => ({ load: samples.at(-1)?.host.load ?? undefined }));
  }
}

/** A feed that fails leaves the others; what it would have given is named as not known. */
async function guard(hostId: string, attempt: string, feed: Promise<void>): Promise<void> {
  try {
    await feed;
  } catch (error) {
    if (error instanceof ConnectionClosedError) return;
    const text = failureText(attempt, error);
    change(hostId, ({ problems }) => ({ problems: [...problems, text] }));
  }
}

function withCauses(
  causes: ReadonlyMap<string, DenialGroup>,
  groups: readonly DenialGroup[],
): ReadonlyMap<string, DenialGroup> {
  const next = new Map(causes);
  for (const group of groups) if (!isOfDrill(group) && !isOfHost(group)) next.set(group.id, group);
  if (next.size <= maxCauses) return next;
  const latest = [...next].toSorted(([, left], [, right]) => right.last - left.last);
  return new Map(latest.slice(0, maxCauses));
}

function change(hostId: string, by: (host: FleetHost) => Partial<FleetHost>): void {
  useFleet.setState(({ byHost }) => {
    const host = byHost.get(hostId) ?? nothing;
    return { byHost: new Map(byHost).set(hostId, { ...host, ...by(host) }) };
  });
}

function forget(hostId: string): void {
  useFleet.setState(({ byHost }) => {
    const left = new Map(byHost);
    left.delete(hostId);
    return { byHost: left };
  });
}
