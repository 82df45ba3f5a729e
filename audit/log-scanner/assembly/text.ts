// SPDX-License-Identifier: Apache-2.0
/** Looks for bytes, sixteen at a time. May look at fifteen bytes behind the end, and never answers with one of them. */

/** Says where the first such byte is; `end` when there is none. */
export function endOfText(at: u32, end: u32, stop: u8): u32 {
  const stops = i8x16.splat(stop);
  for (; at < end; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), stops));
    if (found != 0) return min(at + ctz(found), end);
  }
  return end;
}

/** Says where the first space or the first such byte is. */
export function endOfWord(at: u32, end: u32, stop: u8): u32 {
  const spaces = i8x16.splat(0x20);
  const stops = i8x16.splat(stop);
  for (; at < end; at += 16) {
    const bytes = v128.load(at);
    const found = i8x16.bitmask(v128.or(i8x16.eq(bytes, spaces), i8x16.eq(bytes, stops)));
    if (found != 0) return min(at + ctz(found), end);
  }
  return end;
}

export function hashOf(start: u64, from: u32, end: u32): u64 {
  let hash = mix(start, <u64>(end - from));
  let at = from;
  for (; at + 8 <= end; at += 8) hash = mix(hash, load<u64>(at));
  return at == end ? hash : mix(hash, load<u64>(at) & maskOf(end - at));
}

export function isSame(one: u32, other: u32, length: u32): bool {
  let at: u32 = 0;
  for (; at + 8 <= length; at += 8) if (load<u64>(one + at) != load<u64>(other + at)) return false;
  return at == length || ((load<u64>(one + at) ^ load<u64>(other + at)) & maskOf(length - at)) == 0;
}

function mix(hash: u64, value: u64): u64 {
  const mixed = (hash ^ value) * 0x9e3779b97f4a7c15;
  return mixed ^ (mixed >> 32);
}

/** The first bytes of a word, up to seven. */
function maskOf(bytes: u32): u64 {
  return ((<u64>1) << (bytes * 8)) - 1;
}
