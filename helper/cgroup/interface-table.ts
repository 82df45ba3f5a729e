// SPDX-License-Identifier: Apache-2.0
/**
 * The kernel's table of the network interfaces of one namespace, `net/dev` of a process: one file for all of them,
 * instead of two for each.
 */

import { readSync } from 'node:fs';
import { nextLine, numberOfField, skipSpaces } from './scan-numbers.ts';

/** Receives one interface; bytes are counted from its creation on. */
export type TakeInterface = (name: string, received: number, sent: number) => void;

/** Far more than a host has interfaces for. It takes no memory before it is filled. */
const buffer = Buffer.allocUnsafeSlow(1024 * 1024);
const newline = 10;
const colon = 58;
/** Seven other counters of what was received come after the bytes received. */
const fieldsBeforeSent = 8;

/**
 * Reads the table from its beginning, at most so many bytes of it, and gives each interface in the kernel's order. A
 * line that was cut off is left out. Raises what reading raises.
 */
export function readInterfaces(descriptor: number, maxBytes: number, take: TakeInterface): void {
  const length = readTable(descriptor, Math.min(maxBytes, buffer.length));
  for (let line = 0, next; line < length; line = next) {
    next = nextLine(buffer, length, line);
    const name = skipSpaces(buffer, length, line);
    const end = buffer.indexOf(colon, name);
    // The two lines of its head have no colon.
    if (end === -1 || end >= next || buffer[next - 1] !== newline) continue;
    const received = numberOfField(buffer, length, { from: end + 1, skip: 0 });
    const sent = numberOfField(buffer, length, { from: end + 1, skip: fieldsBeforeSent });
    take(buffer.toString('latin1', name, end), received, sent);
  }
}

function readTable(descriptor: number, maxBytes: number): number {
  let length = 0;
  while (length < maxBytes) {
    const read = readSync(descriptor, buffer, length, maxBytes - length, length);
    if (read === 0) break;
    length += read;
  }
  return length;
}
