/** The hosts that the window offers: what this machine has, and what the person added. Remembers the state of each. */

import { z } from 'zod';
import type { HostEntry, HostState } from '../bridge.ts';
import { settingsFile } from '../settings-file.ts';
import type { Dial } from './connection.ts';
import { dialLocal } from './dial-local.ts';
import { dialLab, dialSsh } from './dial-ssh.ts';
import { type HostAddress, hostId, hostLabel, parseHostAddress } from './host-address.ts';

export interface HostList {
  list(): readonly HostEntry[];
  /** The host to show first. */
  readonly initial: string | undefined;
  add(address: string): HostEntry;
  remove(id: string): void;
  /** How to reach a host of the list; undefined when it is not in it. */
  reach(id: string): { readonly label: string; readonly dial: Dial } | undefined;
  setState(id: string, state: HostState): void;
}

export interface HostListOptions {
  /** The file that keeps what the person added. */
  readonly path: string;
  readonly localSocket: string;
  readonly hasLocalSocket: boolean;
  /** The ssh configuration of a running lab. */
  readonly labConfiguration: string | undefined;
  /** Named on the command line. */
  readonly wanted: string | undefined;
  readonly onChange: (hosts: readonly HostEntry[]) => void;
}

const fileSchema = z.object({ hosts: z.array(z.string().max(300)).max(200) });

export function createHostList(options: HostListOptions): HostList {
  const file = settingsFile(options.path, fileSchema, { hosts: [] });
  const states = new Map<string, HostState>();
  const wanted = options.wanted === undefined ? undefined : mustParse(options.wanted);
  const own = ownHosts(options, wanted);
  const added = new Map(file.read().hosts.flatMap((text) => asEntry(parseHostAddress(text))));

  function entries(): ReadonlyMap<string, HostAddress> {
    return new Map([...own, ...added]);
  }

  function describe(id: string, address: HostAddress): HostEntry {
    return { id, kind: address.kind, label: hostLabel(address), isRemovable: added.has(id), state: states.get(id) ?? { status: 'idle' } };
  }

  function list(): readonly HostEntry[] {
    return [...entries()].map(([id, address]) => describe(id, address));
  }

  function changed(): void {
    file.write({ hosts: [...added.keys()] });
    options.onChange(list());
  }

  return {
    list,
    initial: wanted === undefined ? list()[0]?.id : hostId(wanted),
    add(text) {
      const address = mustParse(text);
      const id = hostId(address);
      if (address.kind !== 'ssh') throw new Error(`cannot add the host ${id}: name a machine as ssh://user@host`);
      if (entries().has(id)) throw new Error(`cannot add the host ${hostLabel(address)}: it is in the list already`);
      added.set(id, address);
      changed();
      return describe(id, address);
    },
    remove(id) {
      if (!added.delete(id)) throw new Error('cannot remove this host: it is not one that you added');
      states.delete(id);
      changed();
    },
    reach(id) {
      const address = entries().get(id);
      return address === undefined ? undefined : { label: hostLabel(address), dial: dialTo(address, options) };
    },
    setState(id, state) {
      if (!entries().has(id)) return;
      states.set(id, state);
      options.onChange(list());
    },
  };
}

/** An empty list would leave the person without a reason why: then this machine is in it, reachable or not. */
function ownHosts(options: HostListOptions, wanted: HostAddress | undefined): ReadonlyMap<string, HostAddress> {
  const hosts: HostAddress[] = [];
  if (options.hasLocalSocket) hosts.push({ kind: 'local' });
  if (options.labConfiguration !== undefined) hosts.push({ kind: 'lab' });
  if (wanted !== undefined) hosts.push(wanted);
  if (hosts.length === 0) hosts.push({ kind: 'local' });
  return new Map(hosts.flatMap(asEntry));
}

function asEntry(address: HostAddress | undefined): readonly (readonly [string, HostAddress])[] {
  return address === undefined ? [] : [[hostId(address), address]];
}

function mustParse(text: string): HostAddress {
  const address = parseHostAddress(text);
  if (address === undefined) throw new Error(`cannot use ${JSON.stringify(text)} as a host: write ssh://user@host or ssh://user@host:port`);
  return address;
}

function dialTo(address: HostAddress, options: HostListOptions): Dial {
  switch (address.kind) {
    case 'local':
      return (signal) => dialLocal(options.localSocket, signal);
    case 'ssh':
      return (signal) => dialSsh(address, signal);
    case 'lab':
      return (signal) => {
        if (options.labConfiguration === undefined) return Promise.reject(new Error('the lab does not run; start it with npm run lab -- up'));
        return dialLab(options.labConfiguration, signal);
      };
  }
}
