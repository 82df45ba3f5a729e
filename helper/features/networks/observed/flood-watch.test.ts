// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { textOf } from '../../../../contract/text.ts';
import { fakeContainer } from '../../../../testing/models/container.ts';
import { createKernelTables, type KernelTables } from './fixtures/kernel-tables.ts';
import { createFloodWatch, type FloodWatch } from './flood-watch.ts';

let kernel: KernelTables;
let watch: FloodWatch;
let containers: readonly Container[];
/** What was done, in its order. */
let acts: string[];
let neighbours6: ReadonlyMap<number, number>;
let isBusy: boolean;

beforeEach(() => {
  kernel = createKernelTables();
  [acts, neighbours6, isBusy] = [[], new Map(), false];
  containers = [fakeContainer({ name: 'web', initPid: 7 }), fakeContainer({ name: 'evil', initPid: 8 })];
  kernel.writeNamespace('self', 1, 5);
  writeContainer('web', [7, 2, 124]);
  writeContainer('evil', [8, 3, 100], [9, 4, 26]);
  kernel.setEntries(255, 0);
  watch = createFloodWatch({
    containers: {
      list: async () => containers,
      async freeze(name) {
        if (isBusy) throw new Failure('container-busy', { name, reason: 'it is being stopped' });
        acts.push(`freeze ${name}`);
        return fakeContainer({ name, state: 'frozen' });
      },
    },
    activity: {
      begin: ({ operation, subject }) => acts.push(`begin ${operation} ${subject ?? ''}`),
      end: (_, outcome, words) => void acts.push(`${outcome}: ${textOf(words ?? '')}`),
    },
    empty: async (pid) => void acts.push(`empty ${pid}`),
    count6: async (pid) => neighbours6.get(pid) ?? 0,
    cgroupRoot: kernel.cgroupRoot,
    proc: kernel.proc,
  });
});
afterEach(() => {
  watch.close();
  kernel.remove();
});

function writeContainer(
  name: string,
  ...processes: readonly (readonly [pid: number, namespace: number, entries: number])[]
) {
  for (const process of processes) kernel.writeNamespace(...process);
  kernel.writeProcesses(
    name,
    processes.map(([pid]) => pid),
  );
}

const reason = 'it held 126 entries of the neighbour table, which all containers share';

describe('a container that fills the neighbour table', () => {
  it('is frozen before its namespaces are emptied, and the activity log says why (N1)', async () => {
    await watch.look();
    expect(acts).toEqual(['begin container.freeze evil', 'freeze evil', 'empty 8', 'empty 9', `done: ${reason}`]);
  });

  it('is looked for only in a table that is used by a quarter', async () => {
    kernel.setEntries(249, 249);
    await watch.look();
    expect(acts).toEqual([]);
  });

  it('is found by its neighbours of IPv6 too (N1)', async () => {
    kernel.setEntries(0, 300);
    neighbours6 = new Map([[7, 126]]);
    await watch.look();
    expect(acts).toContain('freeze web');
    expect(acts).not.toContain('freeze evil');
  });

  it('that is frozen already is emptied again', async () => {
    containers = containers.map((one) => ({ ...one, state: 'frozen' as const }));
    await watch.look();
    expect(acts).toEqual(['begin container.freeze evil', 'empty 8', 'empty 9', `done: ${reason}`]);
  });

  it('that somebody else works on keeps its entries until the next look, which is said', async () => {
    isBusy = true;
    await watch.look();
    await watch.look();
    expect(acts).toEqual(['begin container.freeze evil', expect.stringMatching(/^failed: .*being stopped/)]);
    isBusy = false;
    await watch.look();
    expect(acts.at(-1)).toBe(`done: ${reason}`);
  });

  it('is looked for once at a time', async () => {
    await Promise.all([watch.look(), watch.look()]);
    expect(acts.filter((act) => act === 'freeze evil')).toHaveLength(1);
  });

  it('is never the host, nor one that shares its namespace', async () => {
    kernel.writeNamespace(8, 1, 100);
    await watch.look();
    expect(acts).toEqual([]);
  });
});
