// SPDX-License-Identifier: Apache-2.0
/**
 * What containers may reach, as it is written in their settings: that is the intent, and the kernel and the resolvers
 * follow it at the start of the helper, before each start of a container, and after each change.
 */

import { fail, isFailure } from '../../../../contract/errors.ts';
import type { Network } from '../../../../contract/model/containers/container.ts';
import type { Settings } from '../../../../contract/model/containers/settings.ts';
import { hasEgressNames, readEgress } from '../../../../contract/rules/egress.ts';
import { say, type Words } from '../../../../contract/text.ts';
import { readConfiguration, valueOf } from '../../../lxc/configuration-file.ts';
import { type OwnNetwork, readOwnNetworks } from '../../../lxc/network/own-networks.ts';
import { containerPlaces, type HostPlaces } from '../../../lxc/places.ts';
import { asDiskFull } from '../../../system/files/disk-full.ts';
import type { Log } from '../../../system/log.ts';
import { messageOf } from '../../../system/message-of.ts';
import { type NetworkRecord, readNetworkRecords } from '../network-records.ts';
import type { Denied } from './denied-connections.ts';
import type { EgressKernel } from './egress-kernel.ts';
import { maxAnswerSeconds } from './egress-names.ts';
import type { BoundContainer } from './egress-rules.ts';

export interface ContainerEgress {
  /** Changes nothing. Fails with `egress-not-allowed` where the host cannot hold the container to its list. */
  check(one: { readonly name: string; readonly network: Network; readonly settings: Settings }): void;
  /** Brings the kernel to what is written of all containers. Fails with `network-unavailable` or `disk-full`. */
  settle(): Promise<void>;
  /** Brings back what another program changed, and ends what answers opened some time ago. */
  look(signal: AbortSignal): Promise<void>;
  denied(name: string, signal: AbortSignal): Promise<Denied>;
  /** What the kernel has otherwise than it is written, and what another program changed. */
  problems(signal: AbortSignal): Promise<readonly Words[]>;
}

export interface ContainerEgressOptions {
  readonly places: HostPlaces;
  readonly kernel: EgressKernel;
  /** Empties what the resolvers remember: what they answer from there fills no set. */
  readonly forget: () => Promise<void>;
  readonly log: Log;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** Longer than an answer is remembered, by what a client takes to use it. */
const rotationSeconds = 2 * maxAnswerSeconds;

interface EgressState extends ContainerEgressOptions {
  work: Promise<unknown>;
  rotatedAt: number;
  /** Another program changed the rules then, and they were brought back. */
  restoredAt: number | undefined;
}

export function createContainerEgress(options: ContainerEgressOptions): ContainerEgress {
  const egress: EgressState = {
    ...options,
    work: Promise.resolve(),
    rotatedAt: options.now(),
    restoredAt: undefined,
  };
  return {
    check(one) {
      const reason = problemOf(egress, one);
      if (reason !== undefined) fail('egress-not-allowed', { name: one.name, reason });
    },
    settle: () => runInTurn(egress, () => egress.kernel.bring(listBound(egress.places))),
    look: (signal) => runInTurn(egress, () => lookNow(egress, signal)),
    denied: (name, signal) => readDeniedOf(egress, name, signal),
    problems: (signal) => runInTurn(egress, () => findProblems(egress, signal)),
  };
}

/** Lists the containers that may not reach everything. */
function listBound(places: HostPlaces): readonly BoundContainer[] {
  const own = readOwnNetworks(places.state);
  return readNetworkRecords(places).flatMap(({ name, network, settings: { egress } }) => {
    if (egress.length === 0 || network.kind === 'none') return [];
    const hardwareAddress = readHardwareAddress(places, name);
    if (hardwareAddress === undefined) return [];
    if (hardwareAddress === 'none')
      throw new Error(`cannot bound what ${name} reaches: its configuration has no lxc.net.0.hwaddr; add one`);
    const resolver = hasEgressNames(egress) ? addressOf(networkOf(network, own)) : null;
    return [{ container: name, hardwareAddress, entries: readEgress(egress), resolver }];
  });
}

/** Lists the names that the containers of a network may reach. */
export function listNames(records: readonly NetworkRecord[], bridge: string): readonly string[] {
  return records
    .filter(({ network }) => network.kind === 'bridge' && network.bridge === bridge)
    .flatMap(({ settings }) =>
      readEgress(settings.egress).flatMap(({ target }) => (target.kind === 'name' ? [target.value] : [])),
    );
}

function problemOf(
  { places }: EgressState,
  { name, network, settings }: Pick<NetworkRecord, 'name' | 'network' | 'settings'>,
): Words | undefined {
  const { egress, nameservers } = settings;
  if (egress.length === 0 || network.kind === 'none') return undefined;
  const own = networkOf(network, readOwnNetworks(places.state));
  if (network.kind !== 'nat' && own === undefined)
    return say(
      'its network is managed by an administrator; only containers with the network nat, or on a network that ' +
        'Bulkhead set up, are held to a list',
    );
  if (readHardwareAddress(places, name) === 'none')
    return say('its configuration has no hardware address (lxc.net.0.hwaddr), by which the host knows it; add one');
  if (!hasEgressNames(egress)) return undefined;
  if (own === undefined)
    return say(
      'names are learned from the resolver of a network that Bulkhead set up; put it on one (bulkheadctl network), or ' +
        'list addresses',
    );
  return nameservers.length === 0
    ? undefined
    : say('names are learned from the resolver of its network; set its DNS servers to none, or list addresses');
}

function networkOf(network: Network, own: readonly OwnNetwork[]): OwnNetwork | undefined {
  return network.kind === 'bridge' ? own.find(({ name }) => name === network.bridge) : undefined;
}

function addressOf(network: OwnNetwork | undefined): string | null {
  return network?.address.split('/')[0] ?? null;
}

/** Undefined while the container is being created; `none` where its configuration says none. */
function readHardwareAddress(places: HostPlaces, name: string): string | undefined {
  const lines = readConfiguration(containerPlaces(places, name).configuration);
  if (lines === undefined || lines.length === 0) return undefined;
  const address = valueOf(lines, 'lxc.net.0.hwaddr')?.toLowerCase() ?? '';
  return /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/.test(address) ? address : 'none';
}

async function lookNow(egress: EgressState, signal: AbortSignal): Promise<void> {
  const { kernel, places, now, log, forget } = egress;
  if (await kernel.hasChanged(signal)) {
    await kernel.restore(listBound(places));
    await forget();
    egress.restoredAt = now();
    log('warning', 'egress-rules-restored', { reason: 'another program changed them' });
  }
  if (now() - egress.rotatedAt < rotationSeconds) return;
  egress.rotatedAt = now();
  await kernel.rotate();
}

async function readDeniedOf({ places, kernel }: EgressState, name: string, signal: AbortSignal): Promise<Denied> {
  const bound = listBound(places).find(({ container }) => container === name);
  return bound === undefined ? { packets: 0, connections: [] } : kernel.denied(bound.hardwareAddress, signal);
}

async function findProblems(egress: EgressState, signal: AbortSignal): Promise<readonly Words[]> {
  const { kernel, places, restoredAt } = egress;
  const impossible = readNetworkRecords(places).flatMap((record) => {
    const reason = problemOf(egress, record);
    return reason === undefined
      ? []
      : [say('{name} is not held to its egress: {reason}', { name: record.name, reason })];
  });
  const hasChanged = await kernel.hasChanged(signal);
  return [
    ...impossible,
    ...(hasChanged ? [say('another program changed the rules of egress; they are brought back within seconds')] : []),
    ...(restoredAt === undefined
      ? []
      : [
          say(
            'another program changed the rules of egress, and they were brought back at {time}; have it leave the tables {table} alone',
            { time: new Date(restoredAt * 1000).toISOString(), table: 'bulkhead_egress' },
          ),
        ]),
  ];
}

function runInTurn<T>(egress: EgressState, act: () => Promise<T>): Promise<T> {
  const next = egress.work.then(act).catch((error: unknown) => {
    const cause = asDiskFull(error, egress.places.state);
    if (isFailure(cause)) throw cause;
    return fail('network-unavailable', { reason: messageOf(error) });
  });
  egress.work = next.catch(() => undefined);
  return next;
}
