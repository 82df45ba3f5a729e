// SPDX-License-Identifier: Apache-2.0
/** The hosts that the window offers: what this machine has, and what the person added. Remembers the state of each. */

import * as z from 'zod';
import type { HostEntry, HostState } from '../../contract/bridge.ts';
import { formatHost, type Host, parseHost } from '../../hosts/parse-host.ts';
import { settingsFile } from '../settings-file.ts';

export interface KnownHost {
  readonly id: string;
  /** A short name for people. */
  readonly label: string;
  readonly host: Host;
}

export interface HostList {
  list(): readonly HostEntry[];
  /** The host to show first. */
  readonly initial: string | undefined;
  add(address: string): HostEntry;
  remove(id: string): void;
  /** Undefined when it is not in the list. */
  find(id: string): KnownHost | undefined;
  setState(id: string, state: HostState): void;
}

export interface HostListOptions {
  /** The file that keeps what the person added. */
  readonly path: string;
  readonly hasLocalSocket: boolean;
  readonly hasLab: boolean;
  /** Named on the command line. */
  readonly wanted: string | undefined;
  readonly onChange: (hosts: readonly HostEntry[]) => void;
  /** The clock, in seconds since the epoch. */
  readonly now?: () => number;
}

const maxHosts = 200;
const fileSchema = z.object({
  hosts: z.array(z.string().max(300)).max(maxHosts),
  /** Gives the time at which the helper of each host last answered. */
  reachedAt: z.record(z.string().max(300), z.number()).default({}),
});

export function createHostList(options: HostListOptions): HostList {
  const file = settingsFile(options.path, (raw) => fileSchema.safeParse(raw).data, { hosts: [], reachedAt: {} });
  const kept = file.read();
  const now = options.now ?? ((): number => Math.floor(Date.now() / 1000));
  const reachedAt = new Map(Object.entries(kept.reachedAt));
  const states = new Map<string, HostState>();
  const wanted = options.wanted === undefined ? undefined : mustParse(options.wanted);
  const own = ownHosts(options, wanted);
  const added = new Map(kept.hosts.flatMap((text) => asEntry(parseHost(text))));

  function entries(): ReadonlyMap<string, Host> {
    return new Map([...own, ...added]);
  }

  function describe(id: string, address: Host): HostEntry {
    return {
      id,
      kind: address.kind,
      label: labelOf(address),
      isRemovable: added.has(id),
      state: states.get(id) ?? { status: 'idle' },
      reachedAt: reachedAt.get(id) ?? null,
    };
  }

  function list(): readonly HostEntry[] {
    return [...entries()].map(([id, address]) => describe(id, address));
  }

  function keep(): void {
    const known = entries();
    const times = Object.fromEntries([...reachedAt].filter(([id]) => known.has(id)));
    file.write({ hosts: [...added.keys()], reachedAt: times });
  }

  function changed(): void {
    keep();
    options.onChange(list());
  }

  return {
    list,
    initial: wanted === undefined ? list()[0]?.id : formatHost(wanted),
    add(text) {
      const address = mustParse(text);
      const id = formatHost(address);
      if (address.kind !== 'ssh') throw new Error(`cannot add the host ${id}: name a machine as ssh://user@host`);
      if (entries().has(id)) throw new Error(`cannot add the host ${labelOf(address)}: it is in the list already`);
      if (added.size >= maxHosts)
        throw new Error(`cannot add the host ${labelOf(address)}: ${maxHosts} are in the list`);
      added.set(id, address);
      changed();
      return describe(id, address);
    },
    remove(id) {
      if (!added.delete(id)) throw new Error('cannot remove this host: it is not one that you added');
      states.delete(id);
      changed();
    },
    find(id) {
      const host = entries().get(id);
      return host === undefined ? undefined : { id, label: labelOf(host), host };
    },
    setState(id, state) {
      if (!entries().has(id)) return;
      const wasConnected = states.get(id)?.status === 'connected';
      states.set(id, state);
      if (wasConnected || state.status === 'connected') {
        reachedAt.set(id, now());
        keep();
      }
      options.onChange(list());
    },
  };
}

/** An empty list would leave the person without a reason why: then this machine is in it, reachable or not. */
function ownHosts(options: HostListOptions, wanted: Host | undefined): ReadonlyMap<string, Host> {
  const hosts: Host[] = [];
  if (options.hasLocalSocket) hosts.push({ kind: 'local' });
  if (options.hasLab) hosts.push(mustParse('lab'));
  if (wanted !== undefined) hosts.push(wanted);
  if (hosts.length === 0) hosts.push({ kind: 'local' });
  return new Map(hosts.flatMap(asEntry));
}

function asEntry(address: Host | undefined): readonly (readonly [string, Host])[] {
  return address === undefined ? [] : [[formatHost(address), address]];
}

/** Throws where the text names no host. */
export function mustParse(text: string): Host {
  const address = parseHost(text);
  if (address === undefined)
    throw new Error(`cannot use ${JSON.stringify(text)} as a host: write ssh://user@host or ssh://user@host:port`);
  return address;
}

/** A short name for people. */
export function labelOf(host: Host): string {
  return formatHost(host).replace(/^ssh:\/\//, '');
}
