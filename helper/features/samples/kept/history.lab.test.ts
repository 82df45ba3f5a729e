// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UsageHistory } from '../../../../contract/model/containers/usage-history.ts';
import { idle } from '../../../../hosts/fixtures/idle.ts';
import { openLabClient, type LabClient } from '../../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../../lab/test-lab.ts';
import { until } from '../../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const name = `kept-${Date.now().toString(36)}`;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await helper.create({ name, ...idle, start: true });
});
afterAll(() => helper.close());

/** Reads the clock of the guest. */
async function now(): Promise<number> {
  return Number(await lab.mustRun(['date', '+%s']));
}

async function history(container: string | undefined, to: number): Promise<UsageHistory> {
  const client = await helper.client();
  return client.request('sample.history', {
    to,
    seconds: 120,
    points: 200,
    ...(container !== undefined && { container }),
  });
}

function measured({ series, from }: UsageHistory): readonly number[] {
  const memory = series.find(({ column }) => column === 'memory')?.mean ?? [];
  return memory.flatMap((value, at) => (value === null ? [] : [from + at]));
}

describe('what is kept of the usage', () => {
  it('outlives a restart of the helper, with a gap where it did not run', async () => {
    await until(async () => measured(await history(name, await now())).length > 5);
    const time = await now();
    const before = [await history(name, time), await history(undefined, time)].map(measured);
    await lab.mustRun(['systemctl', 'restart', 'bulkhead-helper.service']);
    await until(async () => measured(await history(name, await now())).some((second) => second > time + 1));
    const after = [await history(name, time), await history(undefined, time)].map(measured);
    // What was measured while the answer was made is in the second answer only.
    expect(after.map((seconds, index) => (before[index] ?? []).filter((second) => !seconds.includes(second)))).toEqual([
      [],
      [],
    ]);
    const composition = (await history(name, time)).series.map(({ column }) => column);
    expect(composition).toEqual(expect.arrayContaining(['memoryAnon', 'memoryFile', 'memoryKernel', 'throttled']));
  });

  it('belongs to root alone, and goes with its container', async () => {
    expect((await lab.mustRun(`stat -c '%U %a' /var/lib/bulkhead/history.db`)).trim()).toBe('root 600');
    await (await helper.client()).request('container.remove', { name, force: true });
    expect(measured(await history(name, await now()))).toEqual([]);
  });
});
