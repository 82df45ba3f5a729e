// SPDX-License-Identifier: Apache-2.0
/**
 * The network interfaces of one container as it sees them itself, for containers that have several of them and for
 * those without an end of a cable on the host. They are the container's own doing: names are data, and of many
 * interfaces only the first few count.
 */

import { closeSync, constants, openSync } from 'node:fs';
import { join } from 'node:path';
import { interfaceNameSchema } from '../../../../contract/model/names.ts';
import { maxInterfaces } from '../../../../contract/model/containers/sample.ts';
import { readInterfaces } from '../../../cgroup/interface-table.ts';
import { interfaceColumns, interfaceWidth } from '../columns.ts';

export interface InnerInterfaces {
  /**
   * Reads the interfaces through which something went, by name, with what they received and sent; valid until the next
   * reading. Empty where nothing is known, or where the one that there is has an end on the host, which is read there.
   */
  read(hasHostEnd: boolean): ReadonlyMap<string, Float64Array>;
  close(): void;
}

export interface InnerInterfacesOptions {
  /** `/proc`. */
  readonly procRoot: string;
  /** The process of the container's init; undefined when it is not found. */
  readonly findInit: () => number | undefined;
  /** Goes into each row. It also spreads containers over the readings at which they are looked at. */
  readonly generation: number;
}

/** Limits what is read of a table, which a container may make as long as it likes. */
const maxBytes = 64 * 1024;
/** A container whose one interface is read on the host is looked at once in so many readings. */
const readingsBetweenLooks = 10;
/** Where no init is found, half as often after each attempt, so many times. */
const maxHalvings = 3;
const closed = -1;
/** Names whose form is remembered. */
const maxKnownNames = 64;
const none: ReadonlyMap<string, Float64Array> = new Map();

interface InterfacesState extends InnerInterfacesOptions {
  readonly rows: Map<string, Float64Array>;
  readonly known: Map<string, boolean>;
  /** The folder of the init's process: it stays that of this process, and is empty when the process has ended. */
  folder: number;
  untilLook: number;
  failures: number;
}

export function createInnerInterfaces(options: InnerInterfacesOptions): InnerInterfaces {
  const interfaces: InterfacesState = {
    ...options,
    rows: new Map<string, Float64Array>(),
    known: new Map<string, boolean>(),
    folder: closed,
    untilLook: options.generation % readingsBetweenLooks,
    failures: 0,
  };
  return {
    read: (hasHostEnd) => read(interfaces, hasHostEnd),
    close: () => close(interfaces),
  };
}

function close(interfaces: InterfacesState): void {
  if (interfaces.folder !== closed) closeSync(interfaces.folder);
  interfaces.folder = closed;
  interfaces.rows.clear();
}

function openFolder(interfaces: InterfacesState): boolean {
  if (interfaces.folder !== closed) return true;
  const pid = interfaces.findInit();
  if (pid === undefined) return false;
  interfaces.folder = openSync(join(interfaces.procRoot, String(pid)), constants.O_RDONLY | constants.O_DIRECTORY);
  // The number could have become another process's before it was opened.
  if (interfaces.findInit() === pid) return true;
  close(interfaces);
  return false;
}

/** Names that no rule of a host would take are left out. */
function isName({ known }: InterfacesState, name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  if (known.size > maxKnownNames) known.clear();
  const isValid = name !== 'lo' && interfaceNameSchema().safeParse(name).success;
  known.set(name, isValid);
  return isValid;
}

function takeInto(
  interfaces: InterfacesState,
  seen: Set<string>,
): (name: string, received: number, sent: number) => void {
  return (name, received, sent) => {
    if (received + sent === 0 || seen.size >= maxInterfaces || !isName(interfaces, name)) return;
    seen.add(name);
    let row = interfaces.rows.get(name);
    if (row === undefined) {
      row = new Float64Array(interfaceWidth);
      row[interfaceColumns.generation] = interfaces.generation;
      interfaces.rows.set(name, row);
    }
    row[interfaceColumns.rxBytes] = received;
    row[interfaceColumns.txBytes] = sent;
  };
}

function look(interfaces: InterfacesState): void {
  try {
    if (!openFolder(interfaces)) return;
    const seen = new Set<string>();
    // An open table keeps its namespace, and with it the container's interfaces: it is closed each time.
    const table = openSync(`/proc/self/fd/${interfaces.folder}/net/dev`, 'r');
    try {
      readInterfaces(table, maxBytes, takeInto(interfaces, seen));
    } finally {
      closeSync(table);
    }
    for (const name of interfaces.rows.keys()) if (!seen.has(name)) interfaces.rows.delete(name);
  } catch {
    // The init has ended; there may be a new one at the next look.
    close(interfaces);
  }
}

function read(interfaces: InterfacesState, hasHostEnd: boolean): ReadonlyMap<string, Float64Array> {
  const isNeeded = interfaces.rows.size > 1 || (interfaces.rows.size === 1 && !hasHostEnd);
  interfaces.untilLook -= 1;
  if (isNeeded || interfaces.untilLook < 0) {
    look(interfaces);
    interfaces.failures = interfaces.folder === closed ? interfaces.failures + 1 : 0;
    interfaces.untilLook = readingsBetweenLooks * 2 ** Math.min(maxHalvings, Math.max(0, interfaces.failures - 1)) - 1;
  }
  return interfaces.rows.size > 1 || !hasHostEnd ? interfaces.rows : none;
}
