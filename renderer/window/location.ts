// SPDX-License-Identifier: Apache-2.0
/**
 * Where the window is. The address after `#` is the truth, so that back and forward work; the last one is restored at
 * the next start.
 */

import { create } from 'zustand';
import { formatRoute, parseRoute, type Route } from '../lib/route.ts';
import { remember, remembered } from './preferences.ts';

interface LocationState {
  readonly route: Route;
  /** The entry of the history: another one for each place that was gone to, the same on going back. */
  readonly entry: number;
}

export const useLocation = create<LocationState>(() => ({ route: { page: 'overview' }, entry: 0 }));

export function startLocation(): void {
  if (window.location.hash === '') window.history.replaceState(null, '', remembered('location') ?? '#/overview');
  window.addEventListener('hashchange', adopt);
  window.addEventListener('pagehide', rememberLocation);
  adopt();
}

export function navigate(route: Route): void {
  window.location.hash = formatRoute(route);
}

/** Writing what is remembered takes a quarter of a frame: not at each key of a filter. */
const rememberAfterMs = 500;
let remembering: ReturnType<typeof setTimeout> | undefined;

/** Changes the address without a step in the history: for a filter that is being typed. */
export function replaceRoute(route: Route): void {
  window.history.replaceState(window.history.state, '', formatRoute(route));
  adopt();
}

function adopt(): void {
  const route = parseRoute(window.location.hash);
  useLocation.setState({ route, entry: entryOf() });
  clearTimeout(remembering);
  remembering = setTimeout(rememberLocation, rememberAfterMs);
}

let lastEntry = Date.now();

/** The state of an entry that is new is null. */
function entryOf(): number {
  if (typeof window.history.state !== 'number') window.history.replaceState(++lastEntry, '');
  return window.history.state as number;
}

function rememberLocation(): void {
  clearTimeout(remembering);
  remember('location', formatRoute(useLocation.getState().route));
}
