// SPDX-License-Identifier: Apache-2.0
/**
 * Brings the kernel to the published ports and links that are written down: the rules of nftables as a whole, and the
 * rules of routing. What is written is the intent: a helper that ends in between does the rest at its next start. While
 * there is any, every container that starts, ends, or gets another address is followed.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail, isFailure } from '../../../contract/errors.ts';
import { linkedPairs } from '../../../contract/linked-pairs.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { Forward } from '../../../contract/model/host/network.ts';
import { type AddressPair, bringLinks } from '../../lxc/network/pair-rules.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import { messageOf } from '../../system/message-of.ts';
import { writeDurably } from '../../system/files/write-durably.ts';
import { mustRunProgram, runProgram } from '../../system/programs/run-program.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { Containers } from '../containers/ports.ts';
import { type Forwarded, forwardingRules } from './forwarding-rules.ts';
import { type Leases, nft, readLeases, verifiedAddresses } from './leased-addresses.ts';

export interface NetworkSettling {
  /** Fails with `network-unavailable` where the kernel does not take them. */
  settle(): Promise<void>;
  /** How many rules of published ports the kernel lacks of those that were set. */
  missing(signal: AbortSignal): Promise<number>;
  /** Where the ports and links of each container lead since the last time. */
  forwards(): readonly Forward[];
  close(): void;
}

export interface NetworkSettlingOptions {
  readonly places: HostPlaces;
  readonly containers: Pick<Containers, 'list' | 'watch'>;
  /** What could not be brought to the kernel when a container changed. */
  readonly onTrouble: (error: unknown) => void;
}

export function createNetworkSettling({ places, containers, onTrouble }: NetworkSettlingOptions): NetworkSettling {
  let forwards: readonly Forward[] = [];
  let hasRules = true;
  let expected = 0;
  /** Of what was settled last; undefined when that failed. */
  let settled: string | undefined;
  let work: Promise<void> = Promise.resolve();
  let following: AbortController | undefined;

  async function settleNow(): Promise<void> {
    const concerned = (await containers.list(neverAborts)).filter(isConcerned);
    follow(concerned.length > 0);
    const state = stateOf(concerned);
    if (state === settled) return;
    settled = undefined;
    const addresses = verifiedAddresses(concerned, concerned.length === 0 ? noLeases : await leases());
    await bringPorts(
      concerned.flatMap(({ name, published }) => {
        const address = addresses.get(name);
        return address === undefined ? [] : [{ container: name, address, published }];
      }),
    );
    await bringLinks(pairsOf(concerned, addresses), neverAborts);
    forwards = concerned.map(({ name }) => ({ container: name, address: addresses.get(name) ?? null }));
    settled = state;
  }

  async function leases(): Promise<Leases> {
    if (!existsSync(nft)) throw new Error('nftables is not installed; install the package nftables');
    return readLeases(neverAborts);
  }

  async function bringPorts(wanted: readonly Forwarded[]): Promise<void> {
    const isWanted = wanted.some(({ published }) => published.length > 0);
    if (!isWanted && (!hasRules || !existsSync(nft))) return;
    const path = join(places.state, 'published-ports.nft');
    writeDurably(path, forwardingRules(wanted), 0o600);
    await mustRunProgram(nft, ['-f', path]);
    hasRules = isWanted;
    expected = wanted.reduce((sum, { published }) => sum + published.length, 0);
  }

  function follow(isNeeded: boolean): void {
    if (!isNeeded) following?.abort();
    if (!isNeeded || following?.signal.aborted === false) return;
    following = new AbortController();
    void watchAll(following.signal);
  }

  async function watchAll(signal: AbortSignal): Promise<void> {
    for await (const change of containers.watch(signal))
      if (change.type !== 'snapshot') await settle().catch(onTrouble);
  }

  function settle(): Promise<void> {
    const next = work.then(settleNow).catch((error: unknown) => {
      if (isFailure(error)) throw error;
      fail('network-unavailable', { reason: messageOf(error) });
    });
    work = next.catch(() => undefined);
    return next;
  }

  return {
    settle,
    async missing(signal) {
      if (expected === 0) return 0;
      const { stdout } = await runProgram(nft, ['list', 'chain', 'inet', 'bulkhead', 'arriving'], { signal });
      return Math.max(0, expected - stdout.split(' dnat ').length + 1);
    },
    forwards: () => forwards,
    close: () => following?.abort(),
  };
}

const noLeases: Leases = new Map();

function isConcerned({ network, published, links }: Container): boolean {
  return network?.kind === 'nat' && published.length + links.length > 0;
}

function stateOf(concerned: readonly Container[]): string {
  return JSON.stringify(
    concerned.map(({ name, initPid, addresses, published, links }) => [name, initPid, addresses, published, links]),
  );
}

function pairsOf(
  concerned: readonly Container[],
  addresses: ReadonlyMap<string, string>,
): readonly AddressPair[] {
  return linkedPairs(concerned).flatMap(([one, other]) => {
    const [from, to] = [addresses.get(one), addresses.get(other)];
    return from === undefined || to === undefined ? [] : [[from, to] as const];
  });
}
