// SPDX-License-Identifier: Apache-2.0
/**
 * Recognises the lines of auditd's layout that make up nearly all of a log: their type and their stamp. Whatever
 * differs in the least is unknown, and left to `readLine`, which knows all layouts.
 */

import { stampAt } from './layout';
import { endOfText } from './text';

export namespace lineKind {
  export const unknown: u32 = 0;
  export const vector: u32 = 1;
  /** SYSCALL, PATH, CWD or EOE, which matter when their event holds a denial. */
  export const circumstance: u32 = 2;
  /** A sound record that no denial is made of. */
  export const idle: u32 = 3;
}

/** They belong to the line that was looked at last, if it is known. The body begins with a space. */
export let timeMs: f64 = 0;
export let serial: f64 = 0;
export let bodyAt: u32 = 0;

// Names as words, four characters each as they stand in memory.
const type: u32 = 0x65707974;
const msg: u32 = 0x3d67736d;
const audi: u32 = 0x69647561;
const sysc: u32 = 0x43535953;
const all: u32 = 0x204c4c41;
const avc: u32 = 0x20435641;
const proc: u32 = 0x434f5250;
const titl: u32 = 0x4c544954;
const path: u32 = 0x48544150;
const cwd: u32 = 0x20445743;
const eoe: u32 = 0x20454f45;
const user: u32 = 0x52455355;
const avcOfUser: u32 = 0x4356415f;
const cred: u32 = 0x44455243;
const serv: u32 = 0x56524553;
const sock: u32 = 0x4b434f53;
const exec: u32 = 0x43455845;
const logi: u32 = 0x49474f4c;
const bpf: u32 = 0x20465042;
const netf: u32 = 0x4654454e;
const conf: u32 = 0x464e4f43;
const cryp: u32 = 0x50595243;
const equals: u8 = 0x3d;
const space: u8 = 0x20;
const underscore: u32 = 0x5f;

/** Shorter than any sound record, and long enough that no word is read behind the end. */
const shortest: u32 = 48;
const longestType: u32 = 32;
let stampLength: u32 = 0;

export function kindOf(start: u32, end: u32): u32 {
  if (end - start < shortest || load<u32>(start) != type || load<u8>(start + 4) != equals) return lineKind.unknown;
  const nameAt = start + 5;
  const kind = kindOfType(nameAt);
  if (kind == lineKind.unknown) return lineKind.unknown;
  const nameEnd = endOfText(nameAt, nameAt + longestType, space);
  if (
    load<u8>(nameEnd) != space ||
    load<u32>(nameEnd + 1) != msg ||
    load<u32>(nameEnd + 5) != audi ||
    load<u16>(nameEnd + 9) != 0x2874
  )
    return lineKind.unknown;
  const stamp = nameEnd + 11;
  if (!isLatest(stamp, end) && !readStamp(stamp, end)) return lineKind.unknown;
  bodyAt = stamp + stampLength;
  return kind;
}

function kindOfType(at: u32): u32 {
  const first = load<u32>(at);
  const second = load<u32>(at + 4);
  if (first == sysc && second == all) return lineKind.circumstance;
  if (first == avc) return lineKind.vector;
  if (first == proc && second == titl) return lineKind.idle;
  if (first == path && load<u8>(at + 4) == space) return lineKind.circumstance;
  if (first == cwd || first == eoe) return lineKind.circumstance;
  return isIdle(first, second) ? lineKind.idle : lineKind.unknown;
}

/**
 * What systemd, PAM and the audit system itself write most. No record that is read begins so, but for those of user
 * space managers.
 */
function isIdle(first: u32, second: u32): bool {
  if (first == user) return (second & 0xff) == underscore && second != avcOfUser;
  return (
    first == cred ||
    first == serv ||
    first == sock ||
    first == exec ||
    first == logi ||
    first == bpf ||
    first == netf ||
    first == conf ||
    first == cryp
  );
}

/** The records of an event mostly follow each other. */
function isLatest(at: u32, end: u32): bool {
  const length = stampLength;
  if (length == 0 || at + length > end) return false;
  if (load<u64>(at + length - 8) != load<u64>(stampAt + length - 8) || load<u64>(at) != load<u64>(stampAt))
    return false;
  if (length > 16 && load<u64>(at + 8) != load<u64>(stampAt + 8)) return false;
  return length <= 24 || load<u64>(at + 16) == load<u64>(stampAt + 16);
}

/** `1795533833.415:1196):`. Seconds and serial of up to ten digits: larger ones are read by the general way. */
function readStamp(at: u32, end: u32): bool {
  const point = readDigits(at, at + 10);
  const seconds = digits;
  const colon = readDigits(point + 1, point + 4);
  const milliseconds = digits;
  const close = readDigits(colon + 1, colon + 11);
  if (point == at || load<u8>(point) != 0x2e || colon != point + 4 || load<u8>(colon) != 0x3a || close == colon + 1)
    return false;
  if (load<u16>(close) != 0x3a29 || close + 2 > end) return false;
  timeMs = seconds * 1000 + milliseconds;
  serial = digits;
  stampLength = close + 2 - at;
  memory.copy(stampAt, at, 32);
  return true;
}

let digits: f64 = 0;
function readDigits(start: u32, limit: u32): u32 {
  let value: u64 = 0;
  let at = start;
  for (; at < limit; at++) {
    const digit = <u32>load<u8>(at) - 0x30;
    if (digit > 9) break;
    value = value * 10 + digit;
  }
  digits = <f64>value;
  return at;
}
