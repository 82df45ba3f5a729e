import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { GroupedEvent } from '../../../../contract/model/denial.ts';
import type { DrillCell } from '../../../../contract/model/drill.ts';
import type { Guests } from './guests.ts';
import { probes as allProbes } from '../probes/probe-list.ts';
import { type Players, trial } from './trial.ts';
import type { AttachTarget } from '../../containers/ports.ts';

const context = 'system_u:system_r:bulkhead_t:s0:c1,c2';
const level = 's0:c3,c4';
const target = { context } as AttachTarget;
const signal = new AbortController().signal;

let cgroup: string;

beforeEach(() => {
  cgroup = mkdtempSync(join(tmpdir(), 'bulkhead-trial-'));
  mkdirSync(cgroup, { recursive: true });
  count({ throttled: 7, tasks: 0, killed: 2 });
});
afterEach(() => rmSync(cgroup, { recursive: true }));

function count({
  throttled,
  tasks,
  killed,
}: {
  readonly throttled: number;
  readonly tasks: number;
  readonly killed: number;
}): void {
  writeFileSync(join(cgroup, 'cpu.stat'), `usage_usec 1\nnr_throttled ${throttled}\n`);
  writeFileSync(join(cgroup, 'pids.events'), `max ${tasks}\n`);
  writeFileSync(join(cgroup, 'memory.events'), `oom 0\noom_kill ${killed}\n`);
}

const line = (...fields: readonly string[]): string =>
  `${fields.map((field) => Buffer.from(field).toString('hex')).join('\t')}\n`;

/** What the program says of each attempt, and what the counters show once it has been made. */
const attempts: Readonly<Record<string, { readonly says: string; readonly counts: Parameters<typeof count>[0] }>> = {
  'limit-cpu': { says: line('limit-cpu', 'done', '0', '', ''), counts: { throttled: 9, tasks: 0, killed: 2 } },
  'limit-tasks': {
    says: line('limit-tasks', 'refused', String(constants.errno.EAGAIN), 'fork', ''),
    counts: { throttled: 9, tasks: 4, killed: 2 },
  },
  'limit-memory': { says: line('limit-memory', 'killed', '9', '', ''), counts: { throttled: 9, tasks: 4, killed: 3 } },
  'limit-files': { says: line('limit-files', 'killed', '9', '', ''), counts: { throttled: 9, tasks: 4, killed: 4 } },
};

/** All lines of one run are heard together, when all its attempts have been made. */
const guests = {
  async *run(_: AttachTarget, command: readonly string[]) {
    const tried = command.filter((word) => word in attempts);
    for (const probe of tried) count(attempts[probe]?.counts ?? { throttled: 0, tasks: 0, killed: 0 });
    yield [line('self', context, 'ff', '0', '2'), ...tried.map((probe) => attempts[probe]?.says ?? '')].join('');
  },
} as unknown as Guests;

async function cellsOf(ids: readonly string[]): Promise<ReadonlyMap<string, DrillCell>> {
  const players = {
    attacker: { level: 's0:c1,c2', cgroup, idBase: 100_000 },
    neighbour: { name: 'victim', level: 's0:c5,c6' },
    scene: undefined,
    witness: { target, level },
    program: ['attack'],
    secret: 's',
    hostPort: 1,
    key: 0,
    filesystem: undefined,
    refusedCalls: new Set<string>(),
  } as Players;
  const last = { comm: 'drill-end', source: { level } } as GroupedEvent;
  const running = trial(
    allProbes.filter(({ id }) => ids.includes(id)),
    target,
    players,
    {
      guests,
      denials: { query: async () => ({ groups: [], events: [last], lost: 0, auditLog: null }) },
      decide: () => undefined,
    },
    signal,
  );
  for (;;) {
    const next = await running.next();
    if (next.done === true) return next.value;
  }
}

it('counts for each attempt what it moved, however late its line is heard', async () => {
  const cells = await cellsOf(Object.keys(attempts));
  expect(
    [...cells].map(([id, { outcome, blockedBy, evidence }]) => [
      id,
      outcome,
      ...blockedBy,
      evidence.find((words) => words.includes(' rose by ')),
    ]),
  ).toEqual([
    ['limit-cpu', 'blocked', 'cgroup', 'cpu.stat nr_throttled rose by 2'],
    ['limit-tasks', 'blocked', 'cgroup', 'pids.events max rose by 4'],
    ['limit-memory', 'blocked', 'cgroup', 'memory.events oom_kill rose by 1'],
    ['limit-files', 'blocked', 'cgroup', 'memory.events oom_kill rose by 1'],
  ]);
});

it('believes no limit whose counter did not move', async () => {
  writeFileSync(join(cgroup, 'pids.events'), 'max 4\n');
  expect((await cellsOf(['limit-tasks'])).get('limit-tasks')).toMatchObject({ outcome: 'not-run', blockedBy: [] });
});
