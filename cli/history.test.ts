// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { Params } from '../contract/operations/index.ts';
import { given } from '../testing/given-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

it('shows what was used as a table, CSV and JSON, without the points that were not measured', async () => {
  const asked: Params<'sample.history'>[] = [];
  const socketPath = await given({
    'sample.history': async (params) => {
      asked.push(params);
      const values = [1.5, null, 3];
      const memory = [10, null, null];
      return {
        from: 60,
        step: 60,
        length: 3,
        series: [
          { column: 'cpu', min: values, mean: values, max: values },
          { column: 'memory', min: memory, mean: memory, max: memory },
        ],
        interfaces: [],
      };
    },
  });
  const [table, csv, json] = await Promise.all(
    [[], ['--csv'], ['--json']].map(
      async (words) => (await runCommand(['history', 'web', '--range', '6h', ...words], { socketPath })).stdout,
    ),
  );
  expect(csv).toBe('time,cpu,memory\n1970-01-01T00:01:00.000Z,1.5,10\n1970-01-01T00:03:00.000Z,3,\n');
  expect(linesOf(json ?? '')).toEqual([
    { time: 60, cpu: 1.5, memory: 10 },
    { time: 180, cpu: 3, memory: null },
  ]);
  expect(table).toMatch(/TIME\s+CPU\s+MEMORY\n/);
  expect(asked[0]).toMatchObject({ container: 'web', seconds: 21_600, points: 60 });
});

it('asks for the traffic of one network interface, and takes no other word for its name', async () => {
  const asked: Params<'sample.history'>[] = [];
  const socketPath = await given({
    'sample.history': async (params) => {
      asked.push(params);
      return { from: 0, step: 1, length: 0, series: [], interfaces: [] };
    },
  });
  await runCommand(['history', 'web', '--interface', 'wg0'], { socketPath });
  expect(asked).toMatchObject([{ container: 'web', interface: 'wg0' }]);
  const { exitCode, stderr } = await runCommand(['history', '--interface', '../wg0'], { socketPath });
  expect([exitCode, asked.length]).toEqual([2, 1]);
  expect(stderr).toContain('interface');
});

it('takes a range by its begin and end (M9)', async () => {
  const asked: Params<'sample.history'>[] = [];
  const socketPath = await given({
    'sample.history': async (params) => {
      asked.push(params);
      return { from: 0, step: 1, length: 0, series: [], interfaces: [] };
    },
  });
  const now = 10_000_000;
  const run = (...words: readonly string[]) => runCommand(['history', ...words], { socketPath, now });
  await run();
  await run('--from', '2h');
  await run('--from', '3h', '--until', '1h');
  await run('--until', '1d', '--range', '10m');
  expect(asked.map(({ to, seconds }) => [now - to, seconds])).toEqual([
    [0, 3600],
    [0, 7200],
    [3600, 7200],
    [86_400, 600],
  ]);
  for (const words of [
    ['--from', '2h', '--range', '1h'],
    ['--from', '1h', '--until', '2h'],
    ['--from', '32d'],
    ['--from', 'whenever'],
  ])
    expect((await run(...words)).exitCode).toBe(2);
  expect(asked).toHaveLength(4);
});

it('says its default range as a span (m17)', async () => {
  const { stdout } = await runCommand(['history', '--help']);
  expect(stdout).toMatch(/--range <span> .*\(default: 1h\)/);
  expect((await runCommand(['alert', 'mute', '--help'])).stdout).toMatch(/--for <span> .*\(default: 1h\)/);
});

it('ranks the containers that used most in a range, as a table, CSV and JSON (M9)', async () => {
  const asked: Params<'sample.rank'>[] = [];
  const socketPath = await given({
    'sample.rank': async (params) => {
      asked.push(params);
      return { from: 0, to: 1, containers: [{ name: 'web', mean: 150.25, max: 200 }] };
    },
  });
  const run = (...words: readonly string[]) =>
    runCommand(['history', '--most', 'cpu', ...words], { socketPath, now: 10_000 });
  expect((await run('--from', '2h', '--until', '1h')).stdout).toMatch(/^NAME\s+MEAN\s+MAX\nweb\s+150\.3\s+200\n$/);
  expect(asked).toEqual([{ column: 'cpu', to: 6400, seconds: 3600, count: 10 }]);
  expect((await run('--csv')).stdout).toBe('name,mean,max\nweb,150.25,200\n');
  expect(linesOf((await run('--json')).stdout)).toEqual([{ name: 'web', mean: 150.25, max: 200 }]);
  for (const words of [['web'], ['--interface', 'eth0']]) expect((await run(...words)).exitCode).toBe(2);
  expect((await runCommand(['history', '--most', 'luck'], { socketPath })).exitCode).toBe(2);
});
