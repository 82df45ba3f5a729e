// SPDX-License-Identifier: Apache-2.0
/**
 * Brings the kernel to the published ports and links that are written down: the rules of nftables as a whole, and the
 * rules of routing. What is written is the intent: a helper that ends in between does the rest at its next start. While
 * there is any, every container that starts, ends, or gets another address is followed.
 */

import { fail, isFailure } from '../../../contract/errors.ts';
import { linkedPairs } from '../../../contract/rules/linked-pairs.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { Forward } from '../../../contract/model/host/network.ts';
import type { AddressPair } from '../../lxc/network/pair-rules.ts';
import { messageOf } from '../../system/message-of.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { verifiedAddresses } from './leased-addresses.ts';
import type { NetworkKernel } from './network-kernel.ts';

export interface NetworkSettling {
  /** Fails with `network-unavailable` where the kernel does not take them. */
  settle(): Promise<void>;
  /** Says where the ports and links of each container lead since the last time. */
  forwards(): readonly Forward[];
  close(): void;
}

export interface NetworkSettlingOptions {
  readonly containers: Pick<Containers, 'list' | 'watch'>;
  readonly kernel: NetworkKernel;
  /** What could not be brought to the kernel when a container changed. */
  readonly onTrouble: (error: unknown) => void;
}

export function createNetworkSettling({ containers, kernel, onTrouble }: NetworkSettlingOptions): NetworkSettling {
  let forwards: readonly Forward[] = [];
  /** Holds what was settled last; undefined when that failed. */
  let settled: string | undefined;
  let work: Promise<void> = Promise.resolve();
  let following: AbortController | undefined;

  async function settleNow(): Promise<void> {
    const concerned = (await containers.list(neverAborts)).filter(isConcerned);
    follow(concerned.length > 0);
    const state = stateOf(concerned);
    if (state === settled) return;
    settled = undefined;
    const addresses =
      concerned.length === 0 ? new Map<string, string>() : verifiedAddresses(concerned, await kernel.leases());
    await kernel.bringPorts(
      concerned.flatMap(({ name, published }) => {
        const address = addresses.get(name);
        return address === undefined || published.length === 0 ? [] : [{ container: name, address, published }];
      }),
    );
    await kernel.bringLinks(pairsOf(concerned, addresses));
    forwards = concerned.map(({ name }) => ({ container: name, address: addresses.get(name) ?? null }));
    settled = state;
  }

  function follow(isNeeded: boolean): void {
    if (!isNeeded) following?.abort();
    if (!isNeeded || following?.signal.aborted === false) return;
    const abort = new AbortController();
    following = abort;
    watchAll(abort.signal).catch((error: unknown) => {
      abort.abort();
      onTrouble(error);
    });
  }

  async function watchAll(signal: AbortSignal): Promise<void> {
    for await (const _change of containers.watch(signal)) await settle().catch(onTrouble);
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
    forwards: () => forwards,
    close: () => following?.abort(),
  };
}

function isConcerned({ network, published, links }: Container): boolean {
  return (network?.kind === 'nat' || network?.kind === 'bridge') && published.length + links.length > 0;
}

function stateOf(concerned: readonly Container[]): string {
  return JSON.stringify(
    concerned.map(({ name, initPid, addresses, published, links }) => [name, initPid, addresses, published, links]),
  );
}

function pairsOf(concerned: readonly Container[], addresses: ReadonlyMap<string, string>): readonly AddressPair[] {
  return linkedPairs(concerned).flatMap(([one, other]) => {
    const [from, to] = [addresses.get(one), addresses.get(other)];
    return from === undefined || to === undefined ? [] : [[from, to] as const];
  });
}
