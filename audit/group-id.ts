// SPDX-License-Identifier: Apache-2.0
/** Names a group of denials by a hash of what its events share: the same on every run, host and machine. */

/**
 * 64 bits as 16 hex digits (two runs of MurmurHash3's mixing, as in cyrb53). It only tells groups apart; nothing is
 * protected by it.
 */
export function groupId(key: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < key.length; index += 1) {
    const code = key.charCodeAt(index);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  return hex(mixed(high, low)) + hex(mixed(low, high));
}

function mixed(word: number, other: number): number {
  return Math.imul(word ^ (word >>> 16), 0x85ebca6b) ^ Math.imul(other ^ (other >>> 13), 0xc2b2ae35);
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
