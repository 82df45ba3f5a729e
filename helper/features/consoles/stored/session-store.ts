// SPDX-License-Identifier: Apache-2.0
/**
 * Lets sessions on terminals outlive the helper. The master of each terminal lies in systemd's store of descriptors, its
 * `lxc-attach` is in the cgroup of a unit of its own, where the end of the helper's unit does not kill it, and a record
 * says whose it is. The next helper goes on with those of which all three are there and fit each other, and ends the
 * others.
 */

import { closeSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { hasCode } from '../../../system/errno.ts';
import type { Log } from '../../../system/log.ts';
import { messageOf } from '../../../system/message-of.ts';
import { removeStored, storeDescriptor } from '../../../system/native/descriptor-store.ts';
import type { PassedDescriptor } from '../../../system/passed-descriptors.ts';
import { runtimeFolder } from '../../../system/runtime-folder.ts';
import type { AttachTarget } from '../../containers/ports/containers.ts';
import {
  childrenOf,
  contextOf as contextOfProcess,
  signalProcess,
  signalSession,
  startTimeOf,
} from '../attached-process.ts';
import {
  createSessionRecords,
  describeProcess,
  isStillThere,
  type SessionProcess,
  type SessionRecord,
  type SessionRecords,
} from './session-record.ts';

/** A session that is to outlive the helper. */
export interface LastingSession {
  readonly id: string;
  readonly uid: number;
  readonly target: AttachTarget;
  /** LXC's program on the terminal. */
  readonly attachPid: number;
  /** What runs inside; undefined on the boot console. */
  readonly inside: number | undefined;
}

/** A session that an earlier helper has left, with the master of its terminal. */
export interface FormerSession extends LastingSession {
  readonly master: number;
  /** The end of its output; empty when that helper was killed. */
  readonly output: Uint8Array;
}

export interface SessionStore {
  /** Gives whether the session outlives the helper from now on. */
  keep(session: LastingSession, master: number): boolean;
  /** Leaves the end of a session's output to the next helper. */
  leave(id: string, output: Uint8Array): void;
  /** Removes a session that has ended. */
  remove(id: string): void;
  /** Kills a session of an earlier helper that cannot go on. */
  end(session: FormerSession): void;
  /** Gives the sessions of earlier helpers that go on, and ends the others. To be called once, before all else. */
  recover(): readonly FormerSession[];
}

export interface SessionStoreOptions {
  readonly log: Log;
  /** What systemd passed to this process. */
  readonly passed: readonly PassedDescriptor[];
  /** The text of `/proc/self/cgroup`. */
  readonly ownCgroup?: string;
  /** The host has cgroup v2 mounted there. */
  readonly cgroupRoot?: string;
  readonly folder?: string;
  readonly contextOf?: (pid: number) => string | undefined;
}

const prefix = 'console-';
const helperUnit = 'bulkhead-helper.service';
const consolesUnit = 'bulkhead-consoles.service';
const signalKill = 9;

/** Serves a helper that no unit runs: its sessions end with it. */
export const noSessionStore: SessionStore = {
  keep: () => false,
  leave: () => undefined,
  remove: () => undefined,
  end: () => undefined,
  recover: () => [],
};

export function createSessionStore({
  log,
  passed,
  ownCgroup = readFileSync('/proc/self/cgroup', 'utf8'),
  cgroupRoot = '/sys/fs/cgroup',
  folder = join(runtimeFolder, 'consoles'),
  contextOf = contextOfProcess,
}: SessionStoreOptions): SessionStore {
  const service = serviceOf(ownCgroup);
  if (service === undefined) return noSessionStore;
  const members = join(cgroupRoot, dirname(service), consolesUnit, 'cgroup.procs');
  const records = createSessionRecords(folder);

  function remove(id: string): void {
    records.remove(id);
    removeStored(prefix + id);
  }

  return {
    keep(session, master) {
      if (!existsSync(members)) return false;
      try {
        records.write(session.id, recordOf(session));
        if (!storeDescriptor(prefix + session.id, master)) throw new Error('systemd did not start this process');
        moveTo(members, session.attachPid);
        return true;
      } catch (error) {
        log('warning', 'session-not-stored', { container: session.target.name, reason: messageOf(error) });
        remove(session.id);
        return false;
      }
    },
    leave(id, output) {
      try {
        records.writeOutput(id, output);
      } catch (error) {
        log('warning', 'output-not-left', { reason: messageOf(error) });
      }
    },
    remove,
    end({ id, master, attachPid }) {
      remove(id);
      closeSync(master);
      signalProcess(attachPid, signalKill, () => membersOf(members).includes(attachPid));
    },
    recover() {
      try {
        const { former, ended } = sortOut(records, passed, (record) => isWhole(record, contextOf));
        for (const id of ended) remove(id);
        killOthers(members, new Set(former.map(({ attachPid }) => attachPid)));
        if (former.length + ended.length > 0)
          log('info', 'sessions-recovered', { goOn: former.length, ended: ended.length });
        return former;
      } catch (error) {
        // A helper has to start whatever is written there, and what nobody knows is not to go on.
        log('error', 'sessions-not-recovered', { reason: messageOf(error) });
        killOthers(members, new Set());
        return [];
      }
    },
  };
}

/** The cgroup of the helper's unit; undefined for a helper that was started otherwise. */
function serviceOf(ownCgroup: string): string | undefined {
  let service = /^0::(\/.*)$/m.exec(ownCgroup)?.[1] ?? '/';
  while (service !== '/' && basename(service) !== helperUnit) service = dirname(service);
  return service === '/' ? undefined : service;
}

function recordOf({ uid, target, attachPid, inside }: LastingSession): SessionRecord {
  return {
    uid,
    container: target.name,
    context: target.context,
    init: described(target.initPid),
    attach: described(attachPid),
    ...(inside !== undefined && { inside: described(inside) }),
  };
}

function described(pid: number): SessionProcess {
  const process = describeProcess(pid);
  if (process === undefined) throw new Error(`the process ${pid} has ended`);
  return process;
}

/** Moves LXC's program and what it has started on the host; the command inside is in the container's own cgroup. */
function moveTo(members: string, attachPid: number): void {
  const ours = cgroupOf('self');
  writeFileSync(members, String(attachPid));
  for (const pid of childrenOf(attachPid)) {
    if (cgroupOf(pid) !== ours) continue;
    try {
      writeFileSync(members, String(pid));
    } catch (error) {
      if (!hasCode(error, 'ESRCH')) throw error;
    }
  }
}

function cgroupOf(pid: number | 'self'): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cgroup`, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH')) return undefined;
    throw error;
  }
}

interface Sorted {
  readonly former: readonly FormerSession[];
  readonly ended: readonly string[];
}

function sortOut(
  records: SessionRecords,
  passed: readonly PassedDescriptor[],
  isGood: (record: SessionRecord) => boolean,
): Sorted {
  const masters = new Map<string, number>();
  for (const { fd, name } of passed) if (name.startsWith(prefix)) masters.set(name.slice(prefix.length), fd);
  const former: FormerSession[] = [];
  const ended: string[] = [];
  for (const [id, record] of records.all()) {
    const master = masters.get(id);
    if (record !== undefined && master !== undefined && isGood(record)) {
      former.push({ ...sessionOf(id, record), master, output: records.takeOutput(id) });
      masters.delete(id);
      continue;
    }
    if (record !== undefined) endProcesses(record);
    ended.push(id);
  }
  for (const [id, master] of masters) {
    closeSync(master);
    if (!ended.includes(id)) ended.push(id);
  }
  return { former, ended };
}

function sessionOf(id: string, { uid, container: name, context, init, attach, inside }: SessionRecord): LastingSession {
  return { id, uid, target: { name, context, initPid: init.pid }, attachPid: attach.pid, inside: inside?.pid };
}

/** True while all its processes are there, and what runs inside is in the context of the container. */
function isWhole(
  { context, init, attach, inside }: SessionRecord,
  contextOf: (pid: number) => string | undefined,
): boolean {
  const isInPlace = isStillThere(inside ?? init) && contextOf((inside ?? init).pid) === context;
  return isInPlace && isStillThere(init) && isStillThere(attach);
}

/** Kills what is left of a session inside, and LXC's program. */
function endProcesses({ init, attach, inside }: SessionRecord): void {
  // Where another process has the number of the leader by now, none of the session is left: the kernel gives no number
  // that a session has.
  if (inside !== undefined && isStillThere(init) && [undefined, inside.begunAt].includes(startTimeOf(inside.pid)))
    signalSession(inside.pid, init.pid, signalKill);
  if (isStillThere(attach)) signalProcess(attach.pid, signalKill, () => isStillThere(attach));
}

/** Kills what is in the cgroup of the sessions and belongs to none that goes on. */
function killOthers(members: string, kept: ReadonlySet<number>): void {
  for (const pid of membersOf(members)) {
    if (kept.has(pid) || childrenOfKept(kept).has(pid)) continue;
    signalProcess(pid, signalKill, () => membersOf(members).includes(pid));
  }
}

function childrenOfKept(kept: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...kept].flatMap((pid) => childrenOf(pid)));
}

function membersOf(members: string): readonly number[] {
  if (!existsSync(members)) return [];
  return readFileSync(members, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map(Number);
}
