// SPDX-License-Identifier: Apache-2.0
/**
 * Networks that Bulkhead sets up itself: created, removed when no container is on them, and brought up again after a
 * reboot. What is written down is the intent: a helper that ends in between does, or undoes, the rest at its next start.
 */

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fail, isFailure } from '../../../../contract/errors.ts';
import { type OwnNetwork, readOwnNetworks, writeOwnNetworks } from '../../../lxc/network/own-networks.ts';
import { natBridge } from '../../../lxc/network/port-guard.ts';
import type { HostPlaces } from '../../../lxc/places.ts';
import { asDiskFull } from '../../../system/files/disk-full.ts';
import { messageOf } from '../../../system/message-of.ts';
import { dhcpFiles } from '../dhcp/dhcp-files.ts';
import { leasesOf } from '../dhcp/own-server.ts';
import { readNetworkRecords } from '../network-records.ts';
import { chooseNet } from './choose-net.ts';
import type { OwnKernel } from './own-kernel.ts';

export interface OwnNetworks {
  /** `address`: null for the next net that is free. Fails with `network-not-allowed` or `network-unavailable`. */
  create(name: string, address: string | null): Promise<OwnNetwork>;
  /** Why each of these would not be set up, one after the other; null where no reason is known. */
  problemsOf(planned: readonly PlannedNetwork[]): (string | null)[];
  /** Fails with `network-not-found`, or with `network-in-use` while a container is on it. */
  remove(name: string): Promise<void>;
  /** Brings up those that are written down, and takes down what an interrupted removal left. */
  recover(): Promise<void>;
  /** Brings them up for a container that is to start, where there are any. */
  bring(): Promise<void>;
  list(): readonly OwnNetwork[];
  /** What is written down, and not there. */
  problems(): readonly string[];
}

interface PlannedNetwork {
  readonly name: string;
  /** Null for the next net that is free. */
  readonly address: string | null;
}

export interface OwnNetworksOptions {
  readonly places: HostPlaces;
  readonly kernel: OwnKernel;
  /** Brings their DHCP servers to what is written. */
  readonly settleServers: () => Promise<void>;
  readonly stopServer: (name: string) => Promise<void>;
  readonly routedNets: () => readonly string[];
  readonly hasInterface?: (name: string) => boolean;
}

interface OwnNetworksState extends OwnNetworksOptions {
  readonly hasInterface: (name: string) => boolean;
  readonly folder: string;
  work: Promise<unknown>;
}

export function createOwnNetworks(options: OwnNetworksOptions): OwnNetworks {
  const networks: OwnNetworksState = {
    ...options,
    hasInterface: options.hasInterface ?? ((name) => existsSync(join('/sys/class/net', name))),
    folder: join(options.places.state, 'dhcp'),
    work: Promise.resolve(),
  };
  return {
    list: () => list(networks),
    problemsOf: (planned) => findProblems(networks, planned),
    create: (name, address) => create(networks, name, address),
    remove: (name) => remove(networks, name),
    recover: () => recover(networks),
    bring: () => runInTurn(networks, async () => (list(networks).length === 0 ? undefined : bringAll(networks))),
    problems() {
      return networks.kernel
        .missing(list(networks))
        .map((name) => `the bridge ${name} is not there; start a container on it again`);
    },
  };
}

/** Acts one at a time: each reads what is there and replaces it as a whole. */
function runInTurn<T>(networks: OwnNetworksState, act: () => Promise<T>): Promise<T> {
  const next = networks.work.then(act).catch((error: unknown) => {
    const cause = asDiskFull(error, networks.places.state);
    if (isFailure(cause)) throw cause;
    return fail('network-unavailable', { reason: messageOf(error) });
  });
  networks.work = next.catch(() => undefined);
  return next;
}

function list({ places }: OwnNetworksState): readonly OwnNetwork[] {
  return readOwnNetworks(places.state);
}

function choose(
  { hasInterface, routedNets }: OwnNetworksState,
  { name, address }: PlannedNetwork,
  before: readonly OwnNetwork[],
): { readonly address: string } | { readonly problem: string } {
  return before.some((one) => one.name === name) || hasInterface(name)
    ? { problem: 'the host has an interface of that name; choose another' }
    : chooseNet(address, [...routedNets(), ...before.map((one) => one.address)]);
}

async function bringAll(networks: OwnNetworksState): Promise<void> {
  await networks.kernel.bring(list(networks));
  await networks.settleServers();
}

async function takeDown({ stopServer, kernel, folder }: OwnNetworksState, name: string): Promise<void> {
  await stopServer(name);
  await kernel.remove(name);
  const { configuration, hosts, options } = dhcpFiles(folder, name);
  for (const path of [configuration, hosts, options, leasesOf(name)]) rmSync(path, { force: true });
}

/** Lists the networks whose files are there, and that are not written down. */
function listLeftOver(networks: OwnNetworksState): readonly string[] {
  const present = new Set(list(networks).map(({ name }) => name));
  const files = existsSync(networks.folder) ? readdirSync(networks.folder) : [];
  return files
    .filter((file) => file.endsWith('.conf'))
    .map((file) => file.slice(0, -'.conf'.length))
    .filter((name) => name !== natBridge && !present.has(name));
}

function findProblems(networks: OwnNetworksState, planned: readonly PlannedNetwork[]): (string | null)[] {
  const before = [...list(networks)];
  return planned.map((one) => {
    const chosen = choose(networks, one, before);
    if ('problem' in chosen) return chosen.problem;
    before.push({ name: one.name, address: chosen.address });
    return null;
  });
}

function create(networks: OwnNetworksState, name: string, address: string | null): Promise<OwnNetwork> {
  return runInTurn(networks, async () => {
    const before = list(networks);
    const chosen = choose(networks, { name, address }, before);
    if ('problem' in chosen) fail('network-not-allowed', { name, reason: chosen.problem });
    const network = { name, address: chosen.address };
    writeOwnNetworks(networks.places.state, [...before, network]);
    try {
      await bringAll(networks);
    } catch (error) {
      writeOwnNetworks(networks.places.state, before);
      await takeDown(networks, name);
      await bringAll(networks);
      throw error;
    }
    return network;
  });
}

function remove(networks: OwnNetworksState, name: string): Promise<void> {
  return runInTurn(networks, async () => {
    const before = list(networks);
    if (!before.some((one) => one.name === name)) fail('network-not-found', { name });
    const users = readNetworkRecords(networks.places).filter(
      ({ network }) => network.kind === 'bridge' && network.bridge === name,
    );
    if (users.length > 0) fail('network-in-use', { name, containers: users.map((one) => one.name).join(', ') });
    writeOwnNetworks(
      networks.places.state,
      before.filter((one) => one.name !== name),
    );
    await takeDown(networks, name);
    await bringAll(networks);
  });
}

function recover(networks: OwnNetworksState): Promise<void> {
  return runInTurn(networks, async () => {
    for (const name of listLeftOver(networks)) await takeDown(networks, name);
    await bringAll(networks);
  });
}
