// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the place where the window is. The address after `#` is the truth, so that back and forward work; the last one
 * is restored at the next start.
 */

import { create } from 'zustand';
import { formatRoute, parseRoute, placeOf, queryOf, readQuery, type Route } from '../lib/route.ts';
import { formatTimeChoice, parseTimeChoice, type TimeChoice } from '../lib/time-choice.ts';
import { remember, remembered } from './preferences.ts';

interface LocationState {
  readonly route: Route;
  /** Identifies the entry of the history: another one for each place that was gone to, the same on going back. */
  readonly entry: number;
  /** The time that was chosen there; undefined for that of the page. */
  readonly time: TimeChoice | undefined;
}

export const useLocation = create<LocationState>(() => ({ route: { page: 'overview' }, entry: 0, time: undefined }));

export function startLocation(): void {
  if (window.location.hash === '') window.history.replaceState(null, '', remembered('location') ?? '#/overview');
  window.addEventListener('hashchange', adoptOther);
  window.addEventListener('pagehide', rememberLocation);
  adopt();
}

export function navigate(route: Route): void {
  window.location.hash = formatRoute(route);
}

/** Writing what is remembered takes a quarter of a frame: not at each key of a filter, or step of a zoom. */
const rememberAfterMs = 500;
let remembering: ReturnType<typeof setTimeout> | undefined;
let isTimeWritten = true;

/** Changes the address without a step in the history: for a filter that is being typed. The time stays. */
export function replaceRoute(route: Route): void {
  const { route: before, time } = useLocation.getState();
  replaceAddress(addressOf(route, placeOf(route) === placeOf(before) ? time : undefined));
  adopt();
}

/** Chooses the time that the page shows; undefined for that of the page. It is in the address when it has settled. */
export function chooseTime(time: TimeChoice | undefined): void {
  useLocation.setState({ time });
  isTimeWritten = false;
  rememberSoon();
}

function addressOf(route: Route, time: TimeChoice | undefined): string {
  const address = formatRoute(route);
  const query = time === undefined ? '' : queryOf(formatTimeChoice(time));
  return address.includes('?') ? address + query.replace('?', '&') : address + query;
}

/** The address that is adopted, or was written here. */
let ownAddress: string | undefined;

function replaceAddress(address: string): void {
  window.history.replaceState(window.history.state, '', address);
  ownAddress = window.location.hash;
}

/** What was written here is older than the state, where that has changed since. */
function adoptOther(): void {
  if (window.location.hash !== ownAddress) adopt();
}

function adopt(): void {
  const { hash } = window.location;
  ownAddress = hash;
  isTimeWritten = true;
  useLocation.setState({ route: parseRoute(hash), entry: entryOf(), time: parseTimeChoice(readQuery(hash)) });
  rememberSoon();
}

function rememberSoon(): void {
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
  const { route, time } = useLocation.getState();
  const address = addressOf(route, time);
  // The window may be on its way to another place.
  if (!isTimeWritten && formatRoute(parseRoute(window.location.hash)) === formatRoute(route)) replaceAddress(address);
  isTimeWritten = true;
  remember('location', address);
}
