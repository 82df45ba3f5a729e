// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { ContainerProcess, ContainerProcesses } from '../model/containers/process.ts';
import { arrangeProcesses, describeCommand, type ProcessArrangement } from './process-tree.ts';
import { fakeProcess } from '../../testing/models/process.ts';

const tree: ProcessArrangement = { order: 'pid', isDescending: false, isTree: true, filter: '' };

function answer(processes: readonly Partial<ContainerProcess>[], readAt = 100): ContainerProcesses {
  return { readAt, processes: processes.map((one) => fakeProcess(one)), omitted: 0 };
}

function shown(given: ContainerProcesses, arrangement: Partial<ProcessArrangement>): readonly string[] {
  return arrangeProcesses(given, undefined, {
    ...tree,
    ...arrangement,
  }).map(({ process, depth }) => `${' '.repeat(depth)}${process.pid}`);
}

const family = answer([
  { pid: 10, parent: 1, command: '/sbin/init', rssBytes: 5 },
  { pid: 20, parent: 10, command: 'apache2', rssBytes: 1 },
  { pid: 30, parent: 10, command: 'cron', rssBytes: 9 },
  { pid: 40, parent: 20, command: 'php', rssBytes: 2 },
  { pid: 50, parent: 2, command: 'sleep', rssBytes: 3 },
]);

describe('the arrangement of processes', () => {
  it('has each below its parent, and those whose parent is elsewhere beside one another', () => {
    expect(shown(family, {})).toEqual(['10', ' 20', '  40', ' 30', '50']);
  });

  it('orders those of one parent, in a tree and in a list', () => {
    const byMemory = { order: 'memory', isDescending: true } as const;
    expect(shown(family, byMemory)).toEqual(['10', ' 30', ' 20', '  40', '50']);
    expect(shown(family, { isTree: false, order: 'name' })).toEqual(['10', '20', '30', '40', '50']);
    expect(shown(family, { ...byMemory, isTree: false })).toEqual(['30', '10', '50', '40', '20']);
  });

  it('keeps those above one that holds the text, in a tree only', () => {
    expect(shown(family, { filter: ' PHP ' })).toEqual(['10', ' 20', '  40']);
    expect(shown(family, { filter: 'php', isTree: false })).toEqual(['40']);
    expect(shown(family, { filter: 'nothing' })).toEqual([]);
  });

  it('leaves out nobody where one has got the number of a parent that has ended', () => {
    const ring = [
      { pid: 7, parent: 8, startTicks: 1 },
      { pid: 8, parent: 7, startTicks: 2 },
      { pid: 9, parent: 9 },
    ];
    expect(shown(answer(ring), {})).toEqual(['7', ' 8', '9']);
  });

  it('has room for a chain as long as a container has processes', () => {
    const chain = answer(Array.from({ length: 4096 }, (_, index) => ({ pid: index + 2, parent: index + 1 })));
    expect(shown(chain, { filter: '4097' })).toHaveLength(4096);
  });

  it('gives the share of a processor since the answer before, of the same process only', () => {
    const before = answer([
      { pid: 1, startTicks: 5, cpuUsec: 1_000_000 },
      { pid: 2, startTicks: 6, cpuUsec: 0 },
    ]);
    const latest = answer(
      [
        { pid: 1, startTicks: 5, cpuUsec: 2_000_000 },
        { pid: 2, startTicks: 7, cpuUsec: 9_000_000 },
        { pid: 3, startTicks: 8, cpuUsec: 9_000_000 },
      ],
      102,
    );
    expect(arrangeProcesses(latest, before, tree).map(({ cpuPercent }) => cpuPercent)).toEqual([50, null, null]);
    expect(arrangeProcesses(latest, undefined, tree).map(({ cpuPercent }) => cpuPercent)).toEqual([null, null, null]);
    const byShare = { ...tree, isTree: false, order: 'cpu', isDescending: true } as const;
    expect(arrangeProcesses(latest, before, byShare).map(({ process }) => process.pid)).toEqual([1, 2, 3]);
  });
});

it('names a process without arguments in brackets, and says that there is more', () => {
  expect(describeCommand(fakeProcess({ command: '', comm: 'sh' }))).toBe('[sh]');
  expect(describeCommand(fakeProcess({ command: 'long', isCommandCut: true }))).toBe('long…');
});
