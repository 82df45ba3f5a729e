// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeDescriptor } from '../../../system/native/fixtures/take-descriptor.ts';
import { bindSocket, openSocket, receiveFrom, socketType } from '../../../system/native/sockets.ts';
import type { PassedDescriptor } from '../../../system/passed-descriptors.ts';
import { openTerminal, type Terminal } from '../terminal.ts';
import { createSessionStore, type LastingSession, type SessionStore } from './session-store.ts';

const id = '8a6e0804-2bd0-4672-b79d-d97027f9071a';
const context = 'system_u:system_r:bulkhead_t:s0:c1,c2';
const never = new AbortController().signal;
const before = process.env['NOTIFY_SOCKET'];

let folder: string;
let manager: number;
let members: string;
let terminal: Terminal;
let session: LastingSession;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-sessions-'));
  const unit = join(folder, 'cgroup/system.slice/bulkhead-consoles.service');
  mkdirSync(unit, { recursive: true });
  members = join(unit, 'cgroup.procs');
  writeFileSync(members, '');
  const place = join(folder, 'notify');
  manager = openSocket({ family: 1, type: socketType.datagram, protocol: 0, name: 'AF_UNIX' }, (socket) =>
    bindSocket(socket, Buffer.concat([Buffer.of(1, 0), Buffer.from(`${place}\0`)]), 'AF_UNIX'),
  );
  process.env['NOTIFY_SOCKET'] = place;
  const environment = { PATH: '/usr/bin:/bin', TERM: 'xterm' };
  const script = 'n=0; while read line; do n=$((n+1)); echo "<$n-$line>"; done';
  terminal = openTerminal({ file: '/bin/sh', arguments: ['-c', script], environment }, { columns: 80, rows: 24 });
  const target = { name: 'web', initPid: process.pid, context };
  session = { id, uid: 1001, target, attachPid: terminal.pid, inside: terminal.pid };
});
afterEach(async () => {
  terminal.signal(9);
  await terminal.exited;
  closeSync(manager);
  if (before === undefined) delete process.env['NOTIFY_SOCKET'];
  else process.env['NOTIFY_SOCKET'] = before;
  rmSync(folder, { recursive: true });
});

function open(passed: readonly PassedDescriptor[] = [], contextNow: string | undefined = context): SessionStore {
  return createSessionStore({
    log: () => undefined,
    passed,
    ownCgroup: '0::/system.slice/bulkhead-helper.service/helper\n',
    cgroupRoot: join(folder, 'cgroup'),
    folder: join(folder, 'consoles'),
    contextOf: () => contextNow,
  });
}

/** What the service manager has got. */
function sent(): readonly string[] {
  const messages: string[] = [];
  const buffer = Buffer.alloc(4096);
  for (let length = receiveFrom(manager, buffer, 'x'); length !== undefined; length = receiveFrom(manager, buffer, 'x'))
    messages.push(buffer.toString('utf8', 0, length));
  return messages;
}

const records = (): readonly string[] => readdirSync(join(folder, 'consoles'));
const master = (): number => terminal.master ?? -1;
const passed = (): PassedDescriptor => ({ fd: takeDescriptor(process.pid, master()), name: `console-${id}` });

describe('a session that is to outlive the helper', () => {
  it('is recorded for root alone, its terminal stored, and its program moved', () => {
    expect(open().keep(session, master())).toBe(true);
    expect(sent()).toEqual([`FDSTORE=1\nFDNAME=console-${id}`]);
    expect(readFileSync(members, 'utf8')).toBe(String(terminal.pid));
    const path = join(folder, 'consoles', `${id}.json`);
    expect([statSync(path).mode & 0o777, statSync(join(folder, 'consoles')).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      uid: 1001,
      container: 'web',
      attach: { pid: terminal.pid },
    });
  });

  it('is found by the next helper, with the end of its output', () => {
    const first = open();
    first.keep(session, master());
    first.leave(id, Buffer.from('the end'));
    const second = passed();
    writeFileSync(members, `${terminal.pid}\n`);
    const [former, ...others] = open([{ fd: 3, name: 'bulkhead-work.socket' }, second]).recover();
    expect(others).toEqual([]);
    expect(former).toEqual({ ...session, master: second.fd, output: Buffer.from('the end') });
    // The output is taken once; the record stays for the helper after this one.
    expect(records()).toEqual([`${id}.json`]);
    closeSync(second.fd);
  });

  it('leaves nothing once it has ended', () => {
    const store = open();
    store.keep(session, master());
    store.leave(id, Buffer.from('x'));
    store.remove(id);
    expect(records()).toEqual([]);
    expect(sent()).toContain(`FDSTOREREMOVE=1\nFDNAME=console-${id}`);
  });

  it('is not kept where its unit does not run, or systemd did not start the helper', () => {
    delete process.env['NOTIFY_SOCKET'];
    expect(open().keep(session, master())).toBe(false);
    rmSync(members);
    expect(open().keep(session, master())).toBe(false);
    expect(records()).toEqual([]);
  });
});

describe('what an earlier helper has left', () => {
  const recordPath = (): string => join(folder, 'consoles', `${id}.json`);
  const rewrite = (change: (record: Record<string, unknown>) => void): void => {
    const record = JSON.parse(readFileSync(recordPath(), 'utf8')) as Record<string, unknown>;
    change(record);
    writeFileSync(recordPath(), JSON.stringify(record));
  };

  beforeEach(() => {
    open().keep(session, master());
    sent();
  });

  it.each<[string, () => readonly PassedDescriptor[]]>([
    ['its terminal is not in the store', () => []],
    [
      'what ran inside is in another context',
      () => {
        return [passed()];
      },
    ],
  ])('ends when %s', async (why, given) => {
    const store = open(given(), why.includes('context') ? 'system_u:system_r:bulkhead_t:s0:c3,c4' : context);
    expect(store.recover()).toEqual([]);
    expect(await terminal.exited).toMatchObject({ signal: 9 });
    expect(records()).toEqual([]);
    expect(sent()).toEqual([`FDSTOREREMOVE=1\nFDNAME=console-${id}`]);
  });

  it('is not taken for another process that has its number by now, which is left alone', () => {
    rewrite((record) => {
      record['attach'] = { pid: terminal.pid, begunAt: 1 };
      record['inside'] = { pid: terminal.pid, begunAt: 1 };
    });
    // What is in the cgroup of the terminals is killed as a rest of theirs.
    writeFileSync(members, '');
    expect(open([passed()]).recover()).toEqual([]);
    expect(process.kill(terminal.pid, 0)).toBe(true);
    expect(records()).toEqual([]);
  });

  it('is not there when its record cannot be read', () => {
    writeFileSync(recordPath(), '{');
    const { fd, name } = passed();
    expect(open([{ fd, name }]).recover()).toEqual([]);
    expect(() => statSync(`/proc/self/fd/${fd}`)).toThrow('ENOENT');
    expect(records()).toEqual([]);
  });

  it('is closed, if it is a terminal without a record', () => {
    const fd = takeDescriptor(process.pid, master());
    open([passed(), { fd, name: 'console-00000000-0000-4000-8000-000000000000' }]).recover();
    expect(() => statSync(`/proc/self/fd/${fd}`)).toThrow('ENOENT');
  });

  it('is killed, if it is in the cgroup of the sessions and belongs to none', async () => {
    const stray = spawn('/bin/sleep', ['60']);
    const ended = new Promise((resolve) => stray.once('exit', (_code, signal) => resolve(signal)));
    writeFileSync(members, `${terminal.pid}\n${stray.pid}\n`);
    expect(open([passed()]).recover()).toHaveLength(1);
    expect(await ended).toBe('SIGKILL');
    await terminal.write('x\n');
    let seen = '';
    while (!seen.includes('<1-x>')) seen += Buffer.from((await terminal.read(never)) ?? []).toString();
  });
});
