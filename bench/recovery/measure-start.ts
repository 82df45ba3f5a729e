// SPDX-License-Identifier: Apache-2.0
/**
 * Starts the built helper twice on so many containers, measures the second start, and prints it. For a process in mount
 * and network namespaces of its own, which end with it.
 */

import 'vscode-jsonrpc/node';
import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { connectHelper } from '../../helper/listener/connect-helper.ts';
import { introductionOf } from '../../helper/server/listener-messages.ts';
import { connect } from '../../rpc/connect.ts';
import { helperFlags } from '../../scripts/build/helper.ts';
import { makeContainers } from './make-containers.ts';

interface Spent {
  /** Counts the seconds since the process was started. */
  readonly passed: number;
  /** Counts the seconds of processor that it has used; a busy machine changes them little. */
  readonly used: number;
}

export interface MeasuredStart {
  readonly answered: Spent;
  readonly recovered: Spent;
}

const bundle = join(import.meta.dirname, '../../dist/helper/bulkhead-helper.js');
const places = { lxc: '/var/lib/lxc', state: '/var/lib/bulkhead', cgroup: '/sys/fs/cgroup' };
const socket = '/run/bulkhead/work.sock';

prepareHost();
makeContainers(places, Number(process.argv[2]));
await startOnce();
console.log(JSON.stringify(await startOnce()));

/** Covers what the helper would find of this host, and gives it a polkit that has a version. */
function prepareHost(): void {
  for (const path of ['/var/lib', '/run']) execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', path]);
  for (const path of [places.lxc, places.state, '/run/bulkhead']) mkdirSync(path);
  if (existsSync('/usr/bin/pkaction')) return;
  const folder = mkdtempSync('/run/programs-');
  const [upper, work] = ['upper', 'work'].map((name) => join(folder, name));
  for (const path of [upper, work]) mkdirSync(path ?? '');
  writeFileSync(join(upper ?? '', 'pkaction'), '#!/bin/sh\necho pkaction version 126\n', { mode: 0o755 });
  const options = `lowerdir=/usr/bin,upperdir=${upper},workdir=${work}`;
  execFileSync('mount', ['-t', 'overlay', 'overlay', '-o', options, '/usr/bin']);
}

async function startOnce(): Promise<MeasuredStart> {
  const begun = performance.now();
  const words = [...helperFlags, bundle, '--socket', socket, '--state', places.state, '--listener', 'root'];
  const helper = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  const spent = (): Spent => ({ passed: (performance.now() - begun) / 1000, used: processorSeconds(helper.pid ?? 0) });
  try {
    await untilStarted(helper);
    const transport = connectHelper(socket);
    await transport.send(introductionOf({ uid: 0, gid: 0, pid: process.pid, user: 'root' }));
    const client = await connect(transport);
    await client.request('host.info', {});
    const answered = spent();
    const { recovery } = await client.request('host.info', { afterRecovery: true });
    const recovered = spent();
    if (recovery?.state !== 'done' || recovery.containers.length > 0)
      throw new Error(`cannot measure: not all is recovered: ${JSON.stringify(recovery)}`);
    client.close();
    return { answered, recovered };
  } finally {
    helper.kill();
    if (helper.exitCode === null) await new Promise((resolve) => helper.once('exit', resolve));
  }
}

/** Sums over all threads that are there; schedstat(5) counts nanoseconds. */
function processorSeconds(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  const read = (task: string): number => Number(readFileSync(join(tasks, task, 'schedstat'), 'utf8').split(' ')[0]);
  return readdirSync(tasks).reduce((sum, task) => sum + read(task), 0) / 1e9;
}

/** Prints the errors that it logs. */
function untilStarted(helper: ChildProcessByStdio<null, null, Readable>): Promise<void> {
  return new Promise((resolve, reject) => {
    helper.once('exit', () => reject(new Error('cannot measure: the helper has ended; its log says why')));
    createInterface({ input: helper.stderr }).on('line', (line) => {
      if (line.includes('"event":"started"')) resolve();
      else if (line.includes('"level":"error"')) console.error(line);
    });
  });
}
