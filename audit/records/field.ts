// SPDX-License-Identifier: Apache-2.0
/**
 * Finds ` key=value` in a record's body. In what the kernel writes no value holds a space, so a space and the key name
 * the field exactly.
 * In what `ausearch -i` has decoded a value may hold spaces; the first field of a name wins, and kernel fields stand
 * before those that a process fills.
 */

import { decodeInterpreted, decodeUntrusted } from './decode-text.ts';
import type { RecordBody } from './record.ts';

/** A key as it is searched for, for example ` comm=`. */
export type FieldKey = ` ${string}=`;

/** The value as it stands, quotes included; undefined when there is no such field. */
export function fieldOf(text: string, key: FieldKey): string | undefined {
  const at = text.indexOf(key);
  return at === -1 ? undefined : text.slice(at + key.length, valueEnd(text, at + key.length));
}

/** Decoded text of a field that a process controls; null when the record does not hold it. */
export function textOf({ text, isInterpreted }: RecordBody, key: FieldKey): string | null {
  const at = text.indexOf(key);
  if (at === -1) return null;
  const start = at + key.length;
  return isInterpreted
    ? decodeInterpreted(interpretedValue(text.slice(start)))
    : decodeUntrusted(text.slice(start, valueEnd(text, start)));
}

export function integerOf(text: string, key: FieldKey): number | null {
  const value = fieldOf(text, key);
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : null;
}

function valueEnd(text: string, at: number): number {
  if (text.charCodeAt(at) === 0x22) {
    const close = text.indexOf('"', at + 1);
    return close === -1 ? text.length : close + 1;
  }
  const gap = text.indexOf(' ', at);
  return gap === -1 ? text.length : gap;
}

function interpretedValue(rest: string): string {
  const next = rest.search(/ +[a-z][a-z0-9_]*=/);
  return next === -1 ? rest.trimEnd() : rest.slice(0, next);
}
