// SPDX-License-Identifier: Apache-2.0
/**
 * Measures on a real host: the same work runs in all three places, and however a measurement ends, nothing of it
 * remains. Ratios are not asserted: they depend on the machine.
 */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { operations } from '../../../contract/operations/index.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
/** One round suffices also on a machine with other work. */
const few = { rounds: 1, seconds: 1 } as const;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
});
afterAll(() => helper.close());

/** Containers, cgroups, mounts and files of a measurement. */
async function traces(): Promise<readonly string[]> {
  const found = await lab.mustRun(
    'ls -d /var/lib/lxc/cost-* /var/lib/bulkhead/containers/cost-* /sys/fs/cgroup/lxc.*.cost-* ' +
      "/var/lib/bulkhead/cost 2>/dev/null; grep -o '[^ ]*/cost[-/][^ ]*' /proc/self/mountinfo; " +
      'pgrep stress-ng; true',
  );
  return found.split('\n').filter((line) => line !== '');
}

it('does the same work in all three places, says on what, keeps the report, and leaves nothing', async () => {
  const client = await helper.client();
  const stream = client.stream('benchmark.run', { ...few, classes: ['cpu', 'file-metadata', 'loopback', 'process'] });
  const seen: string[] = [];
  let during: readonly string[] = [];
  for await (const item of stream) {
    if (item.type === 'run')
      seen.push(`${item.class} ${item.place} ${item.rate !== null && item.rate > 0 ? 'measured' : 'not measured'}`);
    // What is looked for at the end is there while it lasts: else its absence would prove nothing.
    if (item.type === 'run' && during.length === 0) during = await traces();
  }
  const report = await stream.result;
  expect(seen.sort()).toEqual(
    ['cpu', 'file-metadata', 'loopback', 'process'].flatMap((work) =>
      ['bulkhead', 'host', 'plain'].map((place) => `${work} ${place} measured`),
    ),
  );
  expect(during.filter((line) => line.includes('/lxc.payload.cost-'))).toHaveLength(2);
  expect({
    virtualization: report.machine.virtualization,
    selinux: report.machine.selinux,
    tool: report.tool.split(' ')[0],
  }).toEqual({
    virtualization: expect.stringMatching(/^(qemu|kvm)$/) as string,
    selinux: 'enforcing',
    tool: 'stress-ng',
  });
  expect(operations['benchmark.run'].result.parse(report)).toEqual(report);
  expect((await client.request('benchmark.latest', {})).report).toEqual(report);
  expect(await traces()).toEqual([]);
});

it('leaves nothing when it is cancelled while it measures, and another can begin', async () => {
  const abort = new AbortController();
  const stream = (await helper.client()).stream(
    'benchmark.run',
    { ...few, classes: ['cpu'] },
    { signal: abort.signal },
  );
  const ended = stream.result.then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  for await (const item of stream) if (item.type === 'run') break;
  abort.abort();
  expect(await ended).toMatch(/cancelled/);
  expect(await until(async () => (await traces()).length === 0)).toBe(true);
});

it('leaves nothing when the helper is killed while it measures', async () => {
  const stream = (await helper.client()).stream('benchmark.run', { ...few, classes: ['cpu'] });
  const ended = stream.result.catch(() => undefined);
  for await (const item of stream) if (item.type === 'run') break;
  await lab.mustRun(['systemctl', 'kill', '--signal=KILL', 'bulkhead-helper.service']);
  await ended;
  expect(await until(async () => (await traces()).length === 0, 300)).toBe(true);
});
