// SPDX-License-Identifier: Apache-2.0
/**
 * Fixed addresses, DNS servers and search domains of containers, which the DHCP server of their bridge gives them. What
 * is chosen is in each container's own description, and that is the intent: the server's files are written from it as a
 * whole, so a helper that ends in between does the rest at its next start.
 */

import { mkdirSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { fail, isFailure } from '../../../../contract/errors.ts';
import { addressProblem, formatIpv4, freeAddress, readIpv4Net } from '../../../../contract/rules/ipv4-net.ts';
import type { Network } from '../../../../contract/model/containers/container.ts';
import { isReserved, type NetworkSettings } from '../../../../contract/model/containers/settings.ts';
import { readConfiguration, valueOf } from '../../../lxc/configuration-file.ts';
import { readBridgeAddress } from '../../../lxc/network/bridge-address.ts';
import { bridgeOf } from '../../../lxc/network/bridge-of.ts';
import { type ProgramAddress, programAddressOf } from '../../../lxc/program/program-lines.ts';
import { containerPlaces, type HostPlaces } from '../../../lxc/places.ts';
import { say } from '../../../../contract/text.ts';
import { asDiskFull } from '../../../system/files/disk-full.ts';
import { textOf } from '../../../system/files/text-of.ts';
import { writeDurably } from '../../../system/files/write-durably.ts';
import { messageOf } from '../../../system/message-of.ts';
import { type NetworkRecord, readNetworkRecords } from '../network-records.ts';
import { dhcpFiles, formatConfigurationFile, formatHosts, formatOptions, type Reservation } from './dhcp-files.ts';
import { readGivenLeases } from './given-leases.ts';
import type { DhcpServer } from './dhcp-server.ts';

/** What is chosen for one container. */
interface Reserving {
  readonly name: string;
  readonly network: Network;
  readonly settings: NetworkSettings;
}

export interface Reservations {
  /** Changes nothing. Fails with `address-not-allowed`, or with `network-unavailable` while its bridge is not there. */
  check(one: Reserving): void;
  /** Brings the servers to what is written of all containers. Fails with `network-unavailable` or `disk-full`. */
  settle(): Promise<void>;
  /**
   * An address for a container in which no client of DHCP runs: the chosen one, or the one that it had, or a free one.
   * Undefined for one without a network. It is its own once its configuration has it. Fails with `network-unavailable` on
   * a network on which the host gives none, or has none left.
   */
  ofProgram(one: Reserving): ProgramAddress | undefined;
  /** Has the servers forget what others answered, and read their files again. */
  forget(): Promise<void>;
  /** The next address of a bridge that nobody has; null where the host gives none there. */
  free(bridge: string): string | null;
  /** What is written, and a server does not read. */
  problems(): readonly string[];
}

export interface ReservationsOptions {
  readonly places: HostPlaces;
  /** Lists the servers of LXC's bridge and of the networks that Bulkhead sets up. */
  readonly servers: () => readonly DhcpServer[];
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** The host's own address on a bridge, with the length of its net. */
  readonly hostAddress?: (bridge: string) => string | undefined;
}

interface ReservationsState extends ReservationsOptions {
  readonly hostAddress: (bridge: string) => string | undefined;
  readonly folder: string;
  work: Promise<void>;
}

export function createReservations(options: ReservationsOptions): Reservations {
  const reservations: ReservationsState = {
    ...options,
    hostAddress: options.hostAddress ?? readBridgeAddress,
    folder: join(options.places.state, 'dhcp'),
    work: Promise.resolve(),
  };
  return {
    check: (one) => check(reservations, one),
    ofProgram: (one) => chooseForProgram(reservations, one),
    settle: () => settle(reservations),
    async forget() {
      for (const server of reservations.servers())
        await server.reload(dhcpFiles(reservations.folder, server.bridge).configuration);
    },
    free(bridge) {
      const server = reservations.servers().find((one) => one.bridge === bridge);
      const cidr = server === undefined ? undefined : reservations.hostAddress(bridge);
      return server === undefined || cidr === undefined
        ? null
        : freeAddress(cidr, new Set(findHolders(reservations, server).keys()));
    },
    problems: () => listProblems(reservations),
  };
}

function readHardwareAddress({ places }: ReservationsState, name: string): string | undefined {
  const lines = readConfiguration(containerPlaces(places, name).configuration) ?? [];
  const address = valueOf(lines, 'lxc.net.0.hwaddr')?.toLowerCase();
  return address !== undefined && /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/.test(address) ? address : undefined;
}

/** Who has each address of a bridge: as a fixed one, or by a lease. Leases of containers that are gone do not count. */
function findHolders(reservations: ReservationsState, server: DhcpServer, but?: string): ReadonlyMap<string, string> {
  const others = listRecords(reservations, server).filter((one) => one.name !== but);
  const owners = new Map(others.map((one) => [readHardwareAddress(reservations, one.name), one.name]));
  const leased = readGivenLeases(server.leases, reservations.now()).flatMap(({ hardwareAddress, address }) => {
    const owner = owners.get(hardwareAddress);
    return owner === undefined ? [] : [[address, owner] as const];
  });
  const fixed = others.flatMap((one) =>
    one.settings.address === null ? [] : [[one.settings.address, one.name] as const],
  );
  const ofPrograms = others.flatMap((one) => {
    const address = programAddressOf(
      readConfiguration(containerPlaces(reservations.places, one.name).configuration) ?? [],
    );
    return address === undefined ? [] : [[address, one.name] as const];
  });
  return new Map([...ofPrograms, ...leased, ...fixed]);
}

/** Lists also addresses of containers that are gone: the server gives them to nobody else until they end. */
function listLeased({ now }: ReservationsState, server: DhcpServer): readonly string[] {
  return readGivenLeases(server.leases, now()).map(({ address }) => address);
}

function listRecords({ places }: ReservationsState, { bridge }: DhcpServer): readonly NetworkRecord[] {
  return readNetworkRecords(places).filter(({ network }) => bridgeOf(network) === bridge);
}

function listReservations(reservations: ReservationsState, server: DhcpServer): readonly Reservation[] {
  const all = listRecords(reservations, server);
  const present = new Set(all.map(({ name }) => readHardwareAddress(reservations, name)));
  const leases = readGivenLeases(server.leases, reservations.now());
  return all.flatMap(({ name, settings }) => {
    const hardwareAddress = readHardwareAddress(reservations, name);
    if (hardwareAddress === undefined) return [];
    const { address, nameservers, searchDomains } = settings;
    const former = leases
      .filter((lease) => lease.address === address && !present.has(lease.hardwareAddress))
      .map((lease) => lease.hardwareAddress);
    return [{ name, hardwareAddress, former, address, nameservers, searchDomains }];
  });
}

async function settleOne(reservations: ReservationsState, server: DhcpServer): Promise<void> {
  const wanted = listReservations(reservations, server);
  const files = dhcpFiles(reservations.folder, server.bridge);
  const isNeeded = server.isAlways || wanted.some(isReserved);
  // A host whose server an administrator would have to bring, and on which nothing was ever chosen, is left as it is.
  if (!isNeeded && !server.isPrepared && textOf(files.hosts) === undefined) return;
  mkdirSync(reservations.folder, { recursive: true });
  // The server reads them as a user of its own.
  chmodSync(reservations.folder, 0o755);
  const changed = [
    [files.configuration, formatConfigurationFile(files, server.lines)],
    [files.hosts, formatHosts(wanted)],
    [files.options, formatOptions(wanted)],
  ].filter(([path = '', text = '']) => textOf(path) !== text);
  for (const [path = '', text = ''] of changed) writeDurably(path, text, 0o644);
  const isAnother = changed.some(([path]) => path === files.configuration);
  if (isNeeded) await server.bring(files.configuration, isAnother);
  // What does not come about is a problem for the doctor, and keeps no container from its start.
  else if (server.isPrepared) await server.bring(files.configuration, isAnother).catch(() => undefined);
  if (changed.length > 0) await server.reload(files.configuration);
}

async function settleNow(reservations: ReservationsState): Promise<void> {
  for (const server of reservations.servers()) await settleOne(reservations, server);
}

function check(reservations: ReservationsState, { name, network, settings }: Reserving): void {
  if (!isReserved(settings)) return;
  const server =
    reservations.servers().find(({ bridge }) => bridge === bridgeOf(network)) ??
    fail('address-not-allowed', {
      name,
      reason:
        'the host gives no addresses on its network; only containers with the network nat, or on a network that ' +
        'Bulkhead set up, have them',
    });
  if (settings.address === null) return;
  const cidr =
    reservations.hostAddress(server.bridge) ??
    fail('network-unavailable', {
      reason: `the bridge ${server.bridge} has no IPv4 address; see bulkheadctl doctor`,
    });
  const reason = addressProblem(settings.address, cidr, findHolders(reservations, server, name));
  if (reason !== undefined) fail('address-not-allowed', { name, reason });
}

function chooseForProgram(
  reservations: ReservationsState,
  { name, network, settings }: Reserving,
): ProgramAddress | undefined {
  if (network.kind === 'none') return undefined;
  const server = reservations.servers().find(({ bridge }) => bridge === bridgeOf(network));
  if (server === undefined)
    fail('network-unavailable', {
      reason: say(
        'its program brings no client of DHCP, and the host gives no addresses on its network; choose the network ' +
          'nat, a network that Bulkhead set up, or none',
      ),
    });
  const { bridge } = server;
  const cidr = reservations.hostAddress(bridge) ?? '';
  const net = readIpv4Net(cidr);
  if (net === undefined)
    fail('network-unavailable', {
      reason: say('the bridge {bridge} has no IPv4 address; see bulkheadctl doctor', { bridge }),
    });
  const taken = findHolders(reservations, server, name);
  const before = programAddressOf(readConfiguration(containerPlaces(reservations.places, name).configuration) ?? []);
  const kept = before !== undefined && addressProblem(before, cidr, taken) === undefined ? before : null;
  const address =
    settings.address ?? kept ?? freeAddress(cidr, new Set([...taken.keys(), ...listLeased(reservations, server)]));
  if (address === null) fail('network-unavailable', { reason: say('no address is left on {bridge}', { bridge }) });
  return { address, length: net.length, gateway: formatIpv4(net.host) };
}

function settle(reservations: ReservationsState): Promise<void> {
  const next = reservations.work
    .then(() => settleNow(reservations))
    .catch((error: unknown) => {
      const cause = asDiskFull(error, reservations.places.state);
      if (isFailure(cause)) throw cause;
      fail('network-unavailable', { reason: messageOf(error) });
    });
  reservations.work = next.catch(() => undefined);
  return next;
}

function listProblems(reservations: ReservationsState): readonly string[] {
  return reservations
    .servers()
    .filter(
      (server) =>
        (server.isAlways || server.isPrepared || listReservations(reservations, server).some(isReserved)) &&
        !server.reads(dhcpFiles(reservations.folder, server.bridge).configuration),
    )
    .map(
      ({ bridge }) => `the DHCP server of ${bridge} does not read what is chosen for containers; start one on it again`,
    );
}
