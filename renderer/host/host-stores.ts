// SPDX-License-Identifier: Apache-2.0
/**
 * What the window keeps of its hosts, above all of the one that is shown. A store registers here when it is created, so
 * that nothing of one host is left when the window goes to another; a follower runs with each connection of the shown
 * host, or of any.
 */

import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Client } from '../../rpc/client.ts';

/** Runs until the client is closed or the signal aborts; the signal aborts when the connection is lost. */
export type Follower = (client: Client, signal: AbortSignal) => Promise<void> | void;

const clears = new Set<() => void>();
const followers = new Set<Follower>();
const hostFollowers = new Set<HostFollower>();
const forgets = new Set<(hostId: string) => void>();
let shown: { readonly client: Client; readonly signal: AbortSignal } | undefined;

/** Follows every connected host, shown or not. */
export type HostFollower = (hostId: string, client: Client, signal: AbortSignal) => Promise<void> | void;

/** Makes a store of data of one host: it is as at first again when the window leaves the host. */
export function createHostStore<T extends object>(initial: T): UseBoundStore<StoreApi<T>> {
  const useStore = create<T>(() => initial);
  onHostLeft(() => useStore.setState(initial, true));
  return useStore;
}

/**
 * Registers what clears data that is held outside of a store: a request under way, a terminal, a map that grows in
 * place.
 */
export function onHostLeft(clear: () => void): void {
  clears.add(clear);
}

/** Follows the connection that there is too: a store of a page that is loaded late comes after it. */
export function onConnected(follower: Follower): void {
  followers.add(follower);
  if (shown?.signal.aborted === false) void follower(shown.client, shown.signal);
}

export function clearHostStores(): void {
  for (const clear of clears) clear();
}

/** Resolves when all followers have ended. */
export async function runFollowers(client: Client, signal: AbortSignal): Promise<void> {
  shown = { client, signal };
  await Promise.all([...followers].map(async (follow) => follow(client, signal)));
}

/**
 * Registers what follows every host. It has to be little, as there may be many. Call it before the first connection, so
 * `renderer/app/followed.ts` names the module.
 */
export function onEachConnection(follower: HostFollower): void {
  hostFollowers.add(follower);
}

/** Registers what forgets the data of a host. It is called when the host is no longer in the list. */
export function onHostForgotten(forget: (hostId: string) => void): void {
  forgets.add(forget);
}

export function clearStoresOf(hostId: string): void {
  for (const forget of forgets) forget(hostId);
}

/** Resolves when all followers of this connection have ended. */
export async function runHostFollowers(hostId: string, client: Client, signal: AbortSignal): Promise<void> {
  await Promise.all([...hostFollowers].map(async (follow) => follow(hostId, client, signal)));
}
