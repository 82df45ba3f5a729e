// SPDX-License-Identifier: Apache-2.0
/**
 * The denials whose texts are known, and how often each came. The text that decides a denial's group (permissions,
 * contexts, class) and the name of the process are compared as a whole, byte for byte, so that nothing has to be
 * understood here. Bounded: each has a few places in a table of fixed size, and a newcomer takes one of them whose
 * counts were taken.
 */

import { denialBytes, denialsAt, maxDenials, touchedAt } from './layout';
import { noteInGroup } from './latest-of-group';
import { endOfText, endOfWord, hashOf, isSame } from './text';

// The constants say where things are in a known denial.
const ofState: u32 = 0;
const ofHash: u32 = 4;
const ofDecisionLength: u32 = 8;
const ofCommLength: u32 = 12;
const ofQueryLength: u32 = 16;
const ofCount: u32 = 20;
const ofHit: u32 = 24;
const ofFirst: u32 = 32;
const ofLast: u32 = 40;
const ofGroup: u32 = 48;
const ofKey: u32 = 64;
const longestKey: u32 = denialBytes - ofKey - 8;

const unused: u32 = 0;
const denied: u32 = 1;
const granted: u32 = 2;

/** A denial may be in one of so many places, from where its hash leads. */
const places: u32 = 8;

const longestDecision: u32 = 400;
const space: u8 = 0x20;
const quote: u8 = 0x22;
const equals: u8 = 0x3d;
const brace: u8 = 0x7d;
// Names of fields, as words.
const scon: u32 = 0x6e6f6373;
const comm: u32 = 0x6d6d6f63;
const dest: u32 = 0x74736564;
const src: u32 = 0x3d637273;

/** How many were counted since the counts were taken. */
export let touched: u32 = 0;
let hits: u32 = 0;

export let decisionAt: u32 = 0;
export let decisionLength: u32 = 0;
export let commAt: u32 = 0;
export let commLength: u32 = 0;
export let queryAt: u32 = 0;
export let queryLength: u32 = 0;
let hash: u32 = 0;

/**
 * Finds the three texts of an AVC body; false when it is not of the shape that the kernel writes, or holds what has to
 * be looked into (a port).
 */
export function locate(start: u32, end: u32): bool {
  commAt = 0;
  decisionAt = start + 1;
  const limit = min(end, decisionAt + longestDecision);
  const decisionEnd = endOfText(decisionAt, limit, brace) + 1;
  if (decisionEnd > limit) return false;
  decisionLength = decisionEnd - decisionAt;
  let at = decisionEnd;
  while (at < end && load<u8>(at) == space) {
    if (load<u32>(at + 1) == scon && load<u8>(at + 9) == equals) return endsWithQuery(at, end);
    const mark = endOfWord(at + 1, end, equals);
    if (mark == end || load<u8>(mark) == space) {
      at = mark;
      continue;
    }
    const valueEnd = endOfWord(mark + 1, end, space);
    if (!isPlain(at + 1, mark, valueEnd)) break;
    at = valueEnd;
  }
  commAt = 0;
  return false;
}

function endsWithQuery(at: u32, end: u32): bool {
  queryAt = at;
  queryLength = end - at;
  if (commAt == 0 || decisionLength + commLength + queryLength > longestKey) {
    commAt = 0;
    return false;
  }
  const wide = hashOf(
    hashOf(hashOf(1, decisionAt, decisionAt + decisionLength), commAt, commAt + commLength),
    queryAt,
    end,
  );
  hash = <u32>(wide ^ (wide >> 29));
  return true;
}

/** False when the value is not quoted as the kernel quotes, or is one of a kind that is looked into. */
function isPlain(key: u32, mark: u32, valueEnd: u32): bool {
  if (load<u8>(mark + 1) == quote && (valueEnd < mark + 3 || load<u8>(valueEnd - 1) != quote)) return false;
  const name = load<u32>(key);
  if (mark - key == 3) return name != src;
  if (mark - key != 4) return true;
  if (name == comm) {
    if (commAt != 0) return false;
    commAt = mark + 1;
    commLength = valueEnd - commAt;
  }
  return name != dest;
}

/** The known denial of the texts that were located last; 0 when they are not known. */
export function find(): u32 {
  for (let step: u32 = 0; step < places; step++) {
    const denial = addressOf(hash + step);
    if (load<u32>(denial + ofState) == unused) return 0;
    if (isOf(denial)) return denial;
  }
  return 0;
}

function addressOf(place: u32): u32 {
  return denialsAt + (place % maxDenials) * denialBytes;
}

function isOf(denial: u32): bool {
  if (load<u32>(denial + ofHash) != hash) return false;
  if (
    load<u32>(denial + ofDecisionLength) != decisionLength ||
    load<u32>(denial + ofCommLength) != commLength ||
    load<u32>(denial + ofQueryLength) != queryLength
  )
    return false;
  const key = denial + ofKey;
  return (
    isSame(queryAt, key + decisionLength + commLength, queryLength) &&
    isSame(commAt, key + decisionLength, commLength) &&
    isSame(decisionAt, key, decisionLength)
  );
}

export function isGranted(denial: u32): bool {
  return load<u32>(denial + ofState) == granted;
}

/** Knows the texts that were located last as those of a denial, and counts it; as `remember`. */
export function begin(group: u32, timeMs: f64, serial: f64): i32 {
  const place = remember(denied, group);
  if (place != -1) count(addressOf(<u32>place), timeMs, serial);
  return place;
}

/** Begins an access that was granted, which is not counted. */
export function beginGranted(): void {
  remember(granted, 0);
}

/**
 * Knows from now on the texts that were located last, and returns their place in the table; -1 when they were not of a
 * known shape, or when others need all their places.
 */
function remember(state: u32, group: u32): i32 {
  if (commAt == 0) return -1;
  let denial: u32 = 0;
  for (let step: u32 = 0; step < places; step++) {
    const candidate = addressOf(hash + step);
    const isUnused = load<u32>(candidate + ofState) == unused;
    if (isUnused || load<u32>(candidate + ofCount) == 0) denial = candidate;
    if (isUnused) break;
  }
  if (denial == 0) return -1;
  store<u32>(denial + ofState, state);
  store<u32>(denial + ofHash, hash);
  store<u32>(denial + ofDecisionLength, decisionLength);
  store<u32>(denial + ofCommLength, commLength);
  store<u32>(denial + ofQueryLength, queryLength);
  store<u32>(denial + ofCount, 0);
  store<u32>(denial + ofGroup, group);
  const key = denial + ofKey;
  memory.copy(key, decisionAt, decisionLength);
  memory.copy(key + decisionLength, commAt, commLength);
  memory.copy(key + decisionLength + commLength, queryAt, queryLength);
  return (denial - denialsAt) / denialBytes;
}

export function count(denial: u32, timeMs: f64, serial: f64): void {
  const before = load<u32>(denial + ofCount);
  store<u32>(denial + ofCount, before + 1);
  store<u32>(denial + ofHit, ++hits);
  if (before == 0) {
    store<u32>(touchedAt + touched * 4, (denial - denialsAt) / denialBytes);
    touched++;
  }
  if (before == 0 || timeMs < load<f64>(denial + ofFirst)) store<f64>(denial + ofFirst, timeMs);
  if (before == 0 || timeMs > load<f64>(denial + ofLast)) store<f64>(denial + ofLast, timeMs);
  noteInGroup(load<u32>(denial + ofGroup), timeMs, serial);
}

/** The counts were taken. */
export function clearTouched(): void {
  for (let index: u32 = 0; index < touched; index++)
    store<u32>(addressOf(load<u32>(touchedAt + index * 4)) + ofCount, 0);
  touched = 0;
  hits = 0;
}

export function forget(): void {
  for (let place: u32 = 0; place < maxDenials; place++) store<u32>(addressOf(place) + ofState, unused);
}
