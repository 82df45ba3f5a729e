// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { ContainerProcess } from '../../../contract/model/containers/process.ts';
import { idle } from '../../../hosts/fixtures/idle.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';

const lab = await useTestLab();
const name = `processes-${Date.now().toString(36)}`;

let helper: LabClient;
let container: Container;

beforeAll(async () => {
  helper = await openLabClient(lab);
  container = await helper.create({ name, ...idle, start: true });
});
afterAll(() => helper.close());

async function processes(): Promise<readonly ContainerProcess[]> {
  const found = await (await helper.client()).request('container.processes', { name });
  expect(found.omitted).toBe(0);
  return found.processes;
}

/** A script in the container that has said that it is ready, and then waits until the test ends it. */
async function withScript(script: string, work: () => Promise<void>): Promise<void> {
  const command = ['/bin/sh', '-c', `${script}\necho rea''dy; wait`];
  const items = (await helper.client()).channel('console.open', { name, command })[Symbol.asyncIterator]();
  try {
    let output = '';
    while (!output.includes('ready')) {
      const next = await items.next();
      if (next.done === true) throw new Error(`the script has ended: ${output}`);
      output += Buffer.from(next.value.data).toString();
    }
    await work();
  } finally {
    await items.return?.(undefined);
  }
}

it('gives a tree of processes that was brought in, whatever their names, each in the context of the container (C10)', async () => {
  const odd = '"/root/$(printf \'a) b (\\nx\')"';
  await withScript(`cp /bin/sleep ${odd}; (${odd} 1111; :) & sleep 2222 &`, async () => {
    const found = await processes();
    const init = found.find(({ innerPid }) => innerPid === 1);
    expect(init?.pid).toBe(container.initPid);
    const shell = found.find(({ command }) => command.includes('echo rea'));
    const sleep = found.find(({ command }) => command === 'sleep 2222');
    const hostile = found.find(({ comm }) => comm === 'a) b (\nx');
    const between = found.find(({ pid }) => pid === hostile?.parent);
    expect(hostile?.command).toBe('/root/a) b (\nx 1111');
    expect([sleep?.parent, between?.parent]).toEqual([shell?.pid, shell?.pid]);
    expect(found.filter(({ context, isStray }) => context !== container.context || isStray)).toEqual([]);
    expect(found.filter(({ innerPid, user }) => innerPid === null || user.inside !== 0)).toEqual([]);
    expect(sleep?.user.host).toBe(container.userNamespaceBase);
    // The host itself numbers and names them so.
    expect((await lab.mustRun(`ps -o args= -p ${sleep?.pid ?? 0}`)).trim()).toBe('sleep 2222');
  });
});

it('counts the time that a process uses', async () => {
  await withScript('while :; do :; done &', async () => {
    const busiest = async (): Promise<number> => Math.max(...(await processes()).map(({ cpuUsec }) => cpuUsec));
    const first = await busiest();
    await expect.poll(busiest, { timeout: 30_000 }).toBeGreaterThan(first + 50_000);
  });
});

it('marks a process that somebody of the host put into it, in a group of any name (C10)', async () => {
  const group = `/sys/fs/cgroup/lxc.payload.${name}/"$(printf 'odd\\377')"`;
  const pid = Number(
    await lab.mustRun(
      `group=${group}; mkdir "$group"; ` +
        `setsid sh -c 'echo $$ > "$0/cgroup.procs"; exec sleep 600' "$group" >/dev/null 2>&1 & ` +
        `until grep -qs . ${group}/cgroup.procs; do :; done; head -1 ${group}/cgroup.procs`,
    ),
  );
  expect((await processes()).filter(({ isStray }) => isStray)).toMatchObject([
    { pid, innerPid: null, user: { inside: null, host: 0 }, cgroup: 'odd\udcff' },
  ]);
  await lab.mustRun(`kill -9 ${pid}; while grep -q . ${group}/cgroup.procs; do :; done; rmdir ${group}`);
  expect((await processes()).filter(({ isStray }) => isStray)).toEqual([]);
});
