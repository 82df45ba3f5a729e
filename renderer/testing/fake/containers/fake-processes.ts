// SPDX-License-Identifier: Apache-2.0
/** Processes of a fake container: those of a small web server, somebody logged in, and names that mean harm. */

import { fail } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import type { ContainerProcess, ContainerProcesses } from '../../../../contract/model/containers/process.ts';
import { pause } from '../pause.ts';

interface Seed {
  /** Numbers within; the parent of init is the monitor. */
  readonly pid: number;
  readonly parent: number;
  readonly user?: number;
  readonly comm: string;
  readonly command?: string;
  readonly mebibytes: number;
  /** Gives the per cent of one processor in the long run. */
  readonly percent?: number;
  readonly cgroup: string;
  readonly state?: ContainerProcess['state'];
}

const apache = '/usr/sbin/apache2 -k start';
const seeds: readonly Seed[] = [
  { pid: 1, parent: 0, comm: 'systemd', command: '/sbin/init', mebibytes: 12, percent: 0.1, cgroup: 'init.scope' },
  {
    pid: 3,
    parent: 1,
    comm: 'systemd-journal',
    command: '/usr/lib/systemd/systemd-journald',
    mebibytes: 14,
    percent: 0.4,
    cgroup: 'system.slice/systemd-journald.service',
  },
  { pid: 5, parent: 1, comm: 'cron', command: '/usr/sbin/cron -f', mebibytes: 3, cgroup: 'system.slice/cron.service' },
  { pid: 8, parent: 1, comm: 'apache2', command: apache, mebibytes: 11, cgroup: 'system.slice/apache2.service' },
  ...[9, 10, 11].map((pid) => ({
    pid,
    parent: 8,
    user: 33,
    comm: 'apache2',
    command: apache,
    mebibytes: 30 + pid,
    percent: pid * pid * 0.15,
    cgroup: 'system.slice/apache2.service',
  })),
  { pid: 14, parent: 1, comm: 'sshd', command: 'sshd: [listener]', mebibytes: 6, cgroup: 'system.slice/ssh.service' },
  {
    pid: 15,
    parent: 14,
    comm: 'sshd',
    command: 'sshd: ada [priv]',
    mebibytes: 9,
    cgroup: 'user.slice/session-1.scope',
  },
  {
    pid: 16,
    parent: 15,
    user: 1000,
    comm: 'bash',
    command: '-bash',
    mebibytes: 5,
    cgroup: 'user.slice/session-1.scope',
  },
  {
    pid: 17,
    parent: 16,
    user: 1000,
    comm: 'a) b (\n',
    command: './a) b (\n \u202egpj.exe \u001b[2J',
    mebibytes: 2,
    percent: 2,
    cgroup: 'user.slice/session-1.scope',
  },
  {
    pid: 18,
    parent: 16,
    user: 1000,
    comm: 'less',
    mebibytes: 0,
    cgroup: 'user.slice/session-1.scope',
    state: 'zombie',
  },
];

/** `now` in seconds since the epoch. */
export async function fakeProcesses(container: Container, now: number): Promise<ContainerProcesses> {
  const { name, initPid, startedAt } = container;
  if (initPid === null || startedAt === null) fail('container-not-running', { name });
  await pause(100);
  const all = seeds.map((seed) => processOf(seed, { container, initPid, startedAt, now }));
  return { readAt: now, processes: all, omitted: 0 };
}

interface Run {
  readonly container: Container;
  readonly initPid: number;
  readonly startedAt: number;
  readonly now: number;
}

function processOf(seed: Seed, { container, initPid, startedAt, now }: Run): ContainerProcess {
  const { pid, parent, user = 0, comm, command = '', mebibytes, percent = 0, cgroup, state = 'sleeping' } = seed;
  const since = Math.max(0, now - startedAt - pid);
  // More and less at times, and never backwards.
  const seconds = (percent / 100) * (since + 5 * Math.sin(since / 5 + pid));
  return {
    pid: initPid + pid - 1,
    innerPid: pid,
    parent: initPid + parent - 1,
    user: { inside: user, host: (container.userNamespaceBase ?? 0) + user },
    state,
    comm,
    command,
    isCommandCut: false,
    context: container.context,
    isStray: false,
    startedAt: startedAt + pid,
    startTicks: pid * 100,
    cpuUsec: Math.max(0, Math.round(seconds * 100)) * 10_000,
    rssBytes: mebibytes * 1024 ** 2,
    cgroup,
  };
}
