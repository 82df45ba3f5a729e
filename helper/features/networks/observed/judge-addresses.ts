// SPDX-License-Identifier: Apache-2.0
/**
 * Says why a running container has no address of its network, from what the host knows: its DHCP servers with their
 * leases, and the kernel's neighbour table. What the container's own client of DHCP does is not known.
 */

import type { AddressProblem } from '../../../../contract/model/containers/address-problem.ts';
import { type Ipv4Net, readIpv4, readIpv4Net } from '../../../../contract/rules/ipv4-net.ts';
import { readOnce, readOnceOfEach } from '../../../system/work/read-once.ts';
import type { AddressFacts, JudgeAddress } from '../../containers/ports/networks.ts';
import { bridgeOf } from '../../../lxc/network/bridge-of.ts';
import type { ServerState } from '../dhcp/server-state.ts';

export interface AddressJudgeOptions {
  /** Bridges on which the host gives addresses. */
  readonly bridges: () => readonly string[];
  readonly serverOf: (bridge: string) => ServerState;
  /** The host's own address on a bridge, with the length of its net. */
  readonly hostAddress: (bridge: string) => string | undefined;
  /** Says whether the kernel can make no more neighbours of IPv4. */
  readonly isTableFull: () => boolean;
  /** Says whether the ports of bridges are guarded. */
  readonly hasGuard: () => boolean;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** Seconds that a boot may take to its address. */
const startSeconds = 30;

/** Judges for one list: each thing is read when the first container needs it, and once. */
export function createAddressJudge(options: AddressJudgeOptions): JudgeAddress {
  const bridges = readOnce(() => new Set(options.bridges()));
  const isTableFull = readOnce(options.isTableFull);
  const hasGuard = readOnce(options.hasGuard);
  const serverOf = readOnceOfEach(options.serverOf);
  const netOf = readOnceOfEach((bridge) => readIpv4Net(options.hostAddress(bridge) ?? ''));

  /** Judges one that has an address of the net. */
  function judgeUsed(facts: AddressFacts, used: readonly string[], bridge: string): AddressProblem | undefined {
    const { isManaged, hardwareAddress, programAddress } = facts;
    if (!isManaged || hardwareAddress === undefined || programAddress !== undefined) return undefined;
    // The guard lets through what was given also when the lease has ended since.
    const given = serverOf(bridge).givenTo(hardwareAddress);
    const isKnown = given === undefined || used.some((address) => given.includes(address));
    return isKnown || !hasGuard() ? undefined : 'not-given';
  }

  function judgeWithout({ hardwareAddress }: AddressFacts, bridge: string): AddressProblem {
    const server = serverOf(bridge);
    if (!server.isRunning()) return 'server-down';
    if (isTableFull()) return 'table-full';
    const leases = server.leases();
    if (leases?.some((lease) => lease.hardwareAddress === hardwareAddress) === true) return 'not-taken';
    if (server.isAllGiven()) return 'none-left';
    return hardwareAddress === undefined || leases === undefined ? 'unknown' : 'no-lease';
  }

  return (facts) => {
    const { state, network, addresses, startedAt } = facts;
    if (state !== 'running') return undefined;
    if (network?.kind === 'none') return addresses.length > 0 ? undefined : 'no-network';
    const bridge = network === null ? undefined : bridgeOf(network);
    const isServed = bridge !== undefined && bridges().has(bridge);
    if (!isServed && addresses.length > 0) return undefined;
    const used = isServed ? addresses.filter((address) => isOn(netOf(bridge), address)) : [];
    const isNew = startedAt !== null && options.now() - startedAt < startSeconds;
    if (isNew) return used.length > 0 ? undefined : 'just-started';
    if (!isServed) return 'unknown';
    return used.length > 0 ? judgeUsed(facts, used, bridge) : judgeWithout(facts, bridge);
  };
}

/** A container may have addresses of nets of its own. Without the net of the bridge any IPv4 address counts. */
function isOn(net: Ipv4Net | undefined, address: string): boolean {
  const value = readIpv4(address);
  return value !== undefined && (net === undefined || (value >= net.first && value <= net.last));
}
