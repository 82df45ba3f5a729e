// SPDX-License-Identifier: Apache-2.0
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contextOf } from '../../lxc/runtime.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import { readProcesses, type ProcessOwner } from './read-processes.ts';

const signal = neverAborts;
const nobodys: ProcessOwner = { group: '/lxc.payload.web', context: 'u:r:bulkhead_t:s0:c1,c2', idBase: 100_000 };

describe('of the real /proc', () => {
  const group = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1] ?? '';
  const own: ProcessOwner = { group, context: undefined, idBase: null };
  let child: ChildProcessWithoutNullStreams;

  beforeEach(async () => {
    const inner = 'printf "a) b (\\n" > /proc/self/comm; echo ready; read x';
    child = spawn('/bin/sh', ['-c', `exec /bin/sh -c '${inner}' "$(printf 'a\\377 \\033[2J')"`]);
    await once(child.stdout, 'data');
  });
  afterEach(async () => {
    child.stdin.end('\n');
    await once(child, 'exit');
  });

  it('gives a process whatever its name and its arguments are (C10)', async () => {
    const pid = child.pid ?? 0;
    const before = Date.now() / 1000;
    const { processes, omitted } = await readProcesses([pid], own, { signal });
    expect(omitted).toBe(0);
    expect(processes).toMatchObject([
      {
        pid,
        parent: process.pid,
        user: { inside: process.getuid?.(), host: process.getuid?.() },
        comm: 'a) b (\n',
        isCommandCut: false,
        context: contextOf(pid) ?? null,
        isStray: false,
        cgroup: '',
      },
    ]);
    const [one] = processes;
    expect(one?.command).toMatch(/^\/bin\/sh -c printf .* a\udcff \u001b\[2J$/);
    expect(one?.state).toMatch(/^(sleeping|running)$/);
    expect(one?.rssBytes).toBeGreaterThan(65_536);
    expect(Math.abs((one?.startedAt ?? 0) - before)).toBeLessThan(60);
  });

  it('leaves out one that has ended, and one that is in another group', async () => {
    const ended = spawn('/bin/true');
    await once(ended, 'exit');
    expect(await readProcesses([ended.pid ?? 0], own, { signal })).toEqual({ processes: [], omitted: 0 });
    expect(await readProcesses([child.pid ?? 0], nobodys, { signal })).toEqual({ processes: [], omitted: 0 });
  });

  it('ends when its caller does', async () => {
    await expect(readProcesses([child.pid ?? 0], own, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });
});

describe('of a tree of files', () => {
  let procRoot: string;
  beforeEach(() => {
    procRoot = mkdtempSync(join(tmpdir(), 'bulkhead-proc-'));
  });
  afterEach(() => rmSync(procRoot, { recursive: true }));

  interface Files {
    readonly pid: number;
    readonly command?: string | Buffer;
    readonly cgroup?: Buffer;
    readonly context?: string;
    readonly inner?: string;
    readonly uid?: number;
  }

  function add({ pid, command = 'sleep\x0060\0', cgroup, context = nobodys.context ?? '', inner, uid }: Files): void {
    const folder = join(procRoot, String(pid));
    mkdirSync(join(folder, 'attr'), { recursive: true });
    const files = {
      cmdline: command,
      cgroup: cgroup ?? '0::/lxc.payload.web/init.scope\n',
      comm: 'sleep\n',
      'attr/current': `${context}\0`,
      status: `Name:\tsleep\nUid:\t1\t${uid ?? 100_033}\t1\t1\nNSpid:\t${pid}${inner ?? '\t7'}\nVmRSS:\t    2048 kB\n`,
      stat: `${pid} (sleep) S 1 1 1 0 -1 4194560 1 2 3 4 150 50 0 0 20 0 1 0 1234 1 1\n`,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  }

  it('gives the numbers and users of both sides, the time that it used, and its memory', async () => {
    add({ pid: 41 });
    const { processes } = await readProcesses([41], nobodys, { signal, procRoot });
    expect(processes).toMatchObject([
      {
        pid: 41,
        innerPid: 7,
        parent: 1,
        user: { inside: 33, host: 100_033 },
        state: 'sleeping',
        command: 'sleep 60',
        isStray: false,
        startTicks: 1234,
        cpuUsec: 2_000_000,
        rssBytes: 2048 * 1024,
        cgroup: 'init.scope',
      },
    ]);
  });

  it('marks one that has another context, and knows one that somebody put into the group from outside', async () => {
    add({ pid: 42, context: 'unconfined_u:unconfined_r:unconfined_t:s0', inner: '', uid: 0 });
    const { processes } = await readProcesses([42], nobodys, { signal, procRoot });
    expect(processes).toMatchObject([{ innerPid: null, user: { inside: null, host: 0 }, isStray: true }]);
  });

  it('gives the group whatever bytes it is named with, but not one that begins alike (C10)', async () => {
    add({ pid: 43, cgroup: Buffer.from('1:name=x:/lxc.payload.web\n0::/lxc.payload.web/a\xff b\n', 'latin1') });
    add({ pid: 44, cgroup: Buffer.from('0::/lxc.payload.web-2/init.scope\n') });
    add({ pid: 45, cgroup: Buffer.from('1:name=x:/lxc.payload.web\n0::/init.scope\n') });
    const { processes } = await readProcesses([43, 44, 45], nobodys, { signal, procRoot });
    expect(processes.map(({ pid, cgroup }) => [pid, cgroup])).toEqual([[43, 'a\udcff b']]);
  });

  it('gives the beginning of a long command, and says so', async () => {
    add({ pid: 46, command: `${'x'.repeat(255)}🧪 and more` });
    add({ pid: 47, command: Buffer.alloc(100_000, 0) });
    const { processes } = await readProcesses([46, 47], nobodys, { signal, procRoot });
    expect(processes.map(({ command, isCommandCut }) => [command, isCommandCut])).toEqual([
      ['x'.repeat(255), true],
      ['', true],
    ]);
  });

  it('counts those for which the answer has no room', async () => {
    const pids = [59, 58, 57, 56, 55, 54, 53, 52, 51, 50];
    for (const pid of pids) add({ pid });
    const first = await readProcesses(pids, nobodys, { signal, procRoot, maxCount: 8 });
    expect([first.processes.map(({ pid }) => pid), first.omitted]).toEqual([[52, 53, 54, 55, 56, 57, 58, 59], 2]);
    const few = await readProcesses(pids, nobodys, { signal, procRoot, maxBytes: 1000 });
    expect(few.processes.length).toBeGreaterThan(0);
    expect(few.processes.length + few.omitted).toBe(10);
    expect(Buffer.byteLength(JSON.stringify(few.processes))).toBeLessThan(1010);
  });
});
