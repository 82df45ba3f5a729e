// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GroupedEvent } from '../../../../contract/model/denials/denial.ts';
import type { DrillCell } from '../../../../contract/model/drill.ts';
import type { Guests } from './guests.ts';
import { probes as allProbes } from '../probes/probe-list.ts';
import { type DrillPair, trial, type TrialHost } from './trial.ts';
import type { AttachTarget } from '../../containers/ports/containers.ts';
import type { DiskRoom } from '../watches/disk-watch.ts';

const context = 'system_u:system_r:bulkhead_t:s0:c1,c2';
const level = 's0:c3,c4';
const target = { context } as AttachTarget;
const signal = new AbortController().signal;
const mac = '10:66:6a:00:00:01';

let cgroup: string;

beforeEach(() => {
  cgroup = mkdtempSync(join(tmpdir(), 'bulkhead-trial-'));
  mkdirSync(cgroup, { recursive: true });
  count({ throttled: 7, tasks: 0, killed: 2 });
});

/** What the DHCP server has given, which the attempt itself may change. */
let leases: TrialHost['leases'] = () => undefined;

afterEach(() => {
  rmSync(cgroup, { recursive: true });
  leases = () => undefined;
});

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

/** The program's output for each attempt, and the counters after it. */
const attempts: Readonly<Record<string, { readonly says: string; readonly counts: Parameters<typeof count>[0] }>> = {
  'limit-cpu': { says: line('limit-cpu', 'done', '0', '', ''), counts: { throttled: 9, tasks: 0, killed: 2 } },
  'limit-tasks': {
    says: line('limit-tasks', 'denied', String(constants.errno.EAGAIN), 'fork', ''),
    counts: { throttled: 9, tasks: 4, killed: 2 },
  },
  'limit-memory': { says: line('limit-memory', 'killed', '9', '', ''), counts: { throttled: 9, tasks: 4, killed: 3 } },
  'limit-files': { says: line('limit-files', 'killed', '9', '', ''), counts: { throttled: 9, tasks: 4, killed: 4 } },
};

/** All lines of one run are read together, when all its attempts have been made. */
const guests = {
  async *run(_: AttachTarget, command: readonly string[]) {
    const tried = command.filter((word) => word in attempts);
    for (const probe of tried) count(attempts[probe]?.counts ?? { throttled: 0, tasks: 0, killed: 0 });
    yield [line('self', context, 'ff', '0', '2'), ...tried.map((probe) => attempts[probe]?.says ?? '')].join('');
  },
} as unknown as Guests;

const roomy = (): DiskRoom => ({ freeBytes: 4, reserveBytes: 2 });

function begin(ids: readonly string[], by: Guests = guests, disk = roomy): ReturnType<typeof trial> {
  const drillPair = {
    attacker: { level: 's0:c1,c2', cgroup, idBase: 100_000, rootfs: cgroup, bridge: 'lxcbr0', hardwareAddress: mac },
    otherContainer: { name: 'victim', level: 's0:c5,c6' },
    scene: undefined,
    witness: { target, level },
    program: ['attack'],
    secret: 's',
    hostPort: 1,
    key: 0,
    filesystem: undefined,
    address: undefined,
    deniedCalls: new Map<string, number>(),
  } as DrillPair;
  const last = { comm: 'drill-end', source: { level } } as GroupedEvent;
  return trial(
    { probes: allProbes.filter(({ id }) => ids.includes(id)), target, drillPair },
    {
      guests: by,
      denials: { query: async () => ({ groups: [], events: [last], lost: 0, auditLog: null }) },
      decide: () => undefined,
      disk,
      leases: (bridge) => leases(bridge),
    },
    signal,
  );
}

async function cellsOf(
  ids: readonly string[],
  by?: Guests,
  disk?: () => DiskRoom,
): Promise<ReadonlyMap<string, DrillCell>> {
  const running = begin(ids, by, disk);
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

/** Flags of the canary as a child would find it: one for each that this process holds. */
function canaries(): readonly boolean[] {
  const closeOnExec = 0o2000000;
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      if (!readlinkSync(`/proc/self/fd/${fd}`).includes('memfd:drill-canary')) return [];
      const flags = /^flags:\s+(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1] ?? '0';
      return [(Number.parseInt(flags, 8) & closeOnExec) !== 0];
    } catch {
      // The descriptor by which the folder itself was read.
      return [];
    }
  });
}

describe('a descriptor that is left open on purpose', () => {
  const held = { says: line('attach-fds', 'held', '0', 'look', 'nothing strange'), seen: [] as unknown[] };
  const looking = {
    async *run() {
      held.seen.push(canaries());
      yield line('self', context, 'ff', '0', '2') + held.says;
      yield line('end');
    },
  } as unknown as Guests;

  beforeEach(() => {
    held.seen = [];
  });

  it('is there for the program that is brought in, and gone when it has ended', async () => {
    const cell = (await cellsOf(['attach-fds'], looking)).get('attach-fds');
    expect([held.seen[0], canaries()]).toEqual([[false], []]);
    expect(cell).toMatchObject({
      outcome: 'blocked',
      blockedBy: ['runtime'],
      evidence: [expect.any(String), expect.stringContaining('/memfd:drill-canary')],
    });
  });

  it('is gone when the drill is cancelled, and when bringing the program in fails', async () => {
    const running = begin(['attach-fds'], looking);
    await running.next();
    expect(canaries()).toEqual([false]);
    await running.return(new Map());
    expect(canaries()).toEqual([]);
    const failing = {
      async *run() {
        held.seen.push(canaries());
        throw new Error('cannot attach');
      },
    } as unknown as Guests;
    await expect(cellsOf(['attach-fds'], failing)).rejects.toThrow('cannot attach');
    expect([held.seen.at(-1), canaries()]).toEqual([[false], []]);
  });
});

it('tells nothing of frames on which the host could not listen', async () => {
  const sending = {
    async *run() {
      yield line('self', context, 'ff', '0', '2') + line('net-spoof', 'done', '0', '', 'sent 6 frames');
    },
  } as unknown as Guests;
  expect((await cellsOf(['net-spoof'], sending)).get('net-spoof')).toMatchObject({
    outcome: 'not-run',
    evidence: ['it is on no bridge on which the host could listen'],
  });
});

it('looks at the disk while an attempt waits with all that it took, then lets it go on', async () => {
  const order: string[] = [];
  const disk = (): DiskRoom => {
    order.push('looked');
    // The host's reserve is gone only while the attempt waits.
    return { freeBytes: order.length === 2 ? 1 : 4, reserveBytes: 2 };
  };
  const filling = {
    async *run(_: AttachTarget, command: readonly string[], { typed }: { readonly typed?: AsyncIterable<string> }) {
      if (!command.includes('limit-disk')) return;
      yield line('self', context, 'ff', '0', '2') + line('limit-disk', 'waits', '0', '', '');
      for await (const text of typed ?? []) {
        order.push(`typed ${JSON.stringify(text)}`);
        yield line('limit-disk', 'done', '0', '', 'took 256 MiB');
        return;
      }
    },
  } as unknown as Guests;
  const cell = (await cellsOf(['limit-disk'], filling, disk)).get('limit-disk');
  expect(order).toEqual(['looked', 'looked', String.raw`typed "\n"`]);
  expect(cell?.evidence.join('\n')).toContain('the host sees its reserve taken: 1 B free');
});

/** Asks for addresses, and goes on once the host has looked. */
const asking = {
  async *run(_: AttachTarget, __: readonly string[], { typed }: { readonly typed?: AsyncIterable<string> }) {
    leases = () => [
      { hardwareAddress: mac, address: '10.0.3.7' },
      { hardwareAddress: mac, address: '10.0.3.8', name: 'victim' },
    ];
    yield line('self', context, 'ff', '0', '2') + line('net-leases', 'waits', '0', '', '');
    for await (const text of typed ?? []) {
      // What is released once the host has looked was given all the same.
      if (text === '\n') leases = () => [];
      yield line('net-leases', 'done', '0', '', 'as 2 of 24 clients it was given 2 different addresses');
      return;
    }
  },
} as unknown as Guests;

it('sees what the DHCP server gave to one hardware address while the attempt waits (N2, N9)', async () => {
  leases = () => [{ hardwareAddress: mac, address: '10.0.3.7' }];
  expect((await cellsOf(['net-leases'], asking)).get('net-leases')).toMatchObject({
    outcome: 'breached',
    evidence: [
      'the host has given its hardware address 2 addresses, and the name victim',
      'as 2 of 24 clients it was given 2 different addresses',
    ],
  });
});

it('says of a bridge on which the host gives no addresses that there is nothing to be shown', async () => {
  expect((await cellsOf(['net-leases'], asking)).get('net-leases')).toMatchObject({
    outcome: 'not-run',
    evidence: ['the host gives no addresses on its bridge'],
    isAbsent: true,
  });
});
