// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { Cluster } from '../contract/model/host/cluster.ts';
import { fail } from '../contract/errors.ts';
import type { Item, Params, Result } from '../contract/operations/index.ts';
import { given } from '../testing/given-host.ts';
import { fakeContainer } from '../testing/models/container.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const cluster: Cluster = {
  version: '6.0.4',
  proof: null,
  member: 'one',
  members: [
    {
      name: 'one',
      address: '10.0.7.1',
      state: 'online',
      message: 'Fully operational',
      roles: ['database-leader'],
      groups: ['default'],
      containers: 3,
      running: 2,
      load: 0.5,
      cpus: 4,
      memoryBytes: 8 * 2 ** 30,
      freeMemoryBytes: 2 ** 30,
      pools: [{ name: 'fast', usedBytes: 2 ** 30, totalBytes: 4 * 2 ** 30 }],
    },
    {
      address: null,
      name: 'two',
      state: 'offline',
      message: 'No heartbeat',
      roles: [],
      groups: [],
      containers: 1,
      running: 1,
      load: null,
      cpus: null,
      memoryBytes: null,
      freeMemoryBytes: null,
      pools: [],
    },
  ],
};

const show = async (answer: Cluster | null, ...words: readonly string[]) =>
  runCommand(['cluster', 'members', ...words], {
    socketPath: await given({ 'cluster.members': async () => ({ cluster: answer }) }),
  });

it('shows each member, and of one that is away what is known', async () => {
  const { stdout } = await show(cluster);
  expect(stdout).toMatch(/^MEMBER +STATE +CONTAINERS +RUNNING +LOAD/);
  expect(stdout).toMatch(/^one +online +3 +2 +0\.50 +4 .*fast 3 GiB free +database-leader$/m);
  expect(stdout).toMatch(/^two +offline +1 +1 +- +-/m);
  expect(linesOf((await show(cluster, '--json')).stdout)).toMatchObject([
    {
      name: 'one',
      address: '10.0.7.1',
      is_asked: true,
      pools: [{ name: 'fast', used_bytes: 2 ** 30, total_bytes: 4 * 2 ** 30 }],
    },
    { name: 'two', is_asked: false, load: null },
  ]);
});

it('says where there is no Incus, and where it is no member of a cluster', async () => {
  expect((await show(null)).stderr).toContain('There is no Incus on this host.');
  expect((await show({ version: '6.0.4', proof: null, member: null, members: [] })).stderr).toContain(
    'no member of a cluster',
  );
});

it('creates one with its limits, on a member', async () => {
  const asked: Params<'cluster.create'>[] = [];
  const socketPath = await given({
    'cluster.create': async (params) => {
      asked.push(params);
      return fakeContainer({ name: 'web', engine: 'incus', member: 'two' });
    },
  });
  const words = ['cluster', 'create', 'web', '--image', 'debian-13', '--pool', 'fast', '--member', 'two'];
  const { stderr, exitCode } = await runCommand([...words, '--memory', '1G', '--cpus', '2'], { socketPath });
  expect({ stderr: stderr.trim(), exitCode }).toEqual({ stderr: 'Created web on two.', exitCode: 0 });
  expect(asked).toEqual([
    {
      name: 'web',
      image: 'debian-13',
      pool: 'fast',
      member: 'two',
      start: false,
      limits: { memoryBytes: 2 ** 30, cpus: 2, pids: 512, diskBytes: null },
    },
  ]);
});

const free = { ...cluster.members[0], name: 'three', load: 0.1, groups: ['web'], roles: [] } as Cluster['members'][0];
const larger: Cluster = { ...cluster, members: [...cluster.members, free] };

it('shows where one would be created, and why not elsewhere', async () => {
  const socketPath = await given({
    'cluster.members': async () => ({ cluster: larger }),
    'container.list': async () => ({ containers: [fakeContainer({ name: 'db', engine: 'incus', member: 'three' })] }),
  });
  const { stdout } = await runCommand(['cluster', 'place', '--pool', 'fast'], { socketPath });
  expect(stdout).toMatch(/^MEMBER .*FREE IN POOL +FITS\nthree .* 3 GiB +yes\none .* yes\ntwo .* - +no: not online\n$/);
  const others = await runCommand(['cluster', 'place', '--not-beside', 'db', '--not-beside', 'x', '--json'], {
    socketPath,
  });
  expect(linesOf(others.stdout)).toMatchObject([
    { member: 'one', fits: true, why: null },
    { member: 'three', fits: false, why: 'beside' },
    { member: 'two', fits: false, why: 'state' },
  ]);
});

it('creates one where it fits best, and none where nothing fits', async () => {
  const asked: (string | undefined)[] = [];
  const socketPath = await given({
    'cluster.members': async () => ({ cluster: larger }),
    'container.list': async () => ({ containers: [] }),
    'cluster.create': async ({ name, member }) => {
      asked.push(member);
      return fakeContainer({ name, engine: 'incus', member: member ?? null });
    },
  });
  const words = ['cluster', 'create', 'web', '--image', 'debian-13', '--pool', 'fast'];
  await runCommand([...words, '--place'], { socketPath });
  await runCommand([...words, '--group', 'default'], { socketPath });
  await runCommand(words, { socketPath });
  expect(asked).toEqual(['three', 'one', undefined]);
  const none = await runCommand([...words, '--group', 'nobody'], { socketPath });
  expect([none.exitCode, none.stderr]).toEqual([1, expect.stringContaining('no member of the cluster fits')]);
  expect((await runCommand([...words, '--place', '--member', 'two'], { socketPath })).exitCode).toBe(2);
  expect(asked).toHaveLength(3);
});

const placed = [
  fakeContainer({
    name: 'web',
    engine: 'incus',
    member: 'two',
    state: 'running',
    confinementMode: 'unknown',
    initPid: null,
  }),
  fakeContainer({ name: 'db', engine: 'incus', member: 'one', state: 'running' }),
  fakeContainer({ name: 'plain' }),
];

it('shows the containers by member, and says of a member that is away that nothing is known', async () => {
  const socketPath = await given({
    'cluster.members': async () => ({ cluster }),
    'container.list': async () => ({ containers: placed }),
  });
  const { stdout, stderr } = await runCommand(['cluster', 'ls'], { socketPath });
  expect(stdout).toMatch(/^MEMBER +NAME +STATE +ISOLATED +CONTEXT\none +db +running +unknown /);
  expect(stdout).toMatch(/^two +web +not known +unknown/m);
  expect(stdout).not.toContain('plain');
  expect(stderr).toContain('two is offline: No heartbeat');
  expect(linesOf((await runCommand(['cluster', 'ls', '--json'], { socketPath })).stdout)).toMatchObject([
    { name: 'db', member: 'one', member_state: 'online', state: 'running' },
    { name: 'web', member: 'two', member_state: 'offline', state: null },
  ]);
});

it('moves one, and says step by step what is done and in the end what is known of its context', async () => {
  const asked: Params<'cluster.move'>[] = [];
  const socketPath = await given({
    async *'cluster.move'(params) {
      asked.push(params);
      yield { step: 'check', fraction: 0 };
      yield { step: 'move', fraction: 0.5 };
      const container = fakeContainer({ name: 'web', engine: 'incus', member: params.member });
      return { container, arrival: params.stop ? 'verified' : 'stopped' };
    },
  });
  const moved = await runCommand(['cluster', 'move', 'web', 'two', '--stop'], { socketPath });
  expect(moved.stderr).toContain('asking the helper of the other member');
  expect(moved.stdout).toBe('moved web to two, where it runs in its context\n');
  expect((await runCommand(['cluster', 'move', 'web', 'two'], { socketPath })).stdout).toBe(
    'moved web to two; it does not run\n',
  );
  expect(asked.map(({ stop }) => stop)).toEqual([true, false]);
});

/** Moves each, but what `fails` names. */
async function movable(fails: readonly string[] = []) {
  const asked: Params<'cluster.move'>[] = [];
  const loads = [0.1, 5];
  const socketPath = await given({
    'cluster.members': async () => ({
      cluster: { ...larger, members: [...larger.members, { ...free, name: 'four', load: loads.shift() ?? 9 }] },
    }),
    async *'cluster.move'(params) {
      asked.push(params);
      const { name, member } = params;
      if (fails.includes(name)) fail('member-not-ready', { member, reason: 'another policy' });
      yield { step: 'move', fraction: 0.5 };
      return { container: fakeContainer({ name, engine: 'incus', member }), arrival: 'verified' };
    },
  });
  return { asked, socketPath };
}

it('moves several one after another, goes on after one that fails, and says which were not moved', async () => {
  const { asked, socketPath } = await movable(['db']);
  const words = ['cluster', 'move', 'web', 'db', 'mail', '--to', 'two', '--stop'];
  const { stdout, stderr, exitCode } = await runCommand(words, { socketPath });
  expect(asked.map(({ name, member, stop }) => [name, member, stop])).toEqual(
    ['web', 'db', 'mail'].map((name) => [name, 'two', true]),
  );
  expect(stdout).toMatch(/^moved web to two.*\nmoved mail to two.*\n$/);
  expect(stderr).toContain('3 of 3, mail: moving it with its files');
  expect(stderr).toMatch(/another policy[^]*moved 2 of 3; not moved: db\./);
  expect(exitCode).not.toBe(0);
});

it('by load each goes to the member that has the least when its turn comes, and none stays where it is', async () => {
  const { asked, socketPath } = await movable();
  await runCommand(['cluster', 'move', 'web', 'db', '--by-load', '--stop'], { socketPath });
  expect(asked.map(({ member }) => member)).toEqual(['four', 'three']);
});

it.each([['web'], ['web', 'db', 'two'], ['web', 'two', '--to', 'two', '--by-load']])(
  'moves nothing where the member is not clear: %s',
  async (...words) => {
    const { asked, socketPath } = await movable();
    expect((await runCommand(['cluster', 'move', ...words], { socketPath })).exitCode).toBe(2);
    expect(asked).toEqual([]);
  },
);

it('without a majority it shows what runs on the host that is asked, and nothing of the others', async () => {
  const socketPath = await given({
    'cluster.members': async () => fail('incus-unavailable', { reason: 'no leader' }),
    'container.list': async () => ({ containers: placed }),
  });
  const { stdout, stderr } = await runCommand(['cluster', 'ls'], { socketPath });
  expect(stdout).toMatch(/^one +db +running +unknown /m);
  expect(stdout).toMatch(/^two +web +not known /m);
  expect(stderr).toContain('no leader');
});

it.each(['evacuate', 'restore'] as const)('%s says what became of each container', async (action) => {
  async function* evacuated(): AsyncGenerator<Item<'cluster.evacuate'>, Result<'cluster.evacuate'>> {
    yield { step: 'check', name: 'web', member: 'two', fraction: 0 };
    yield { step: 'move', name: 'web', member: 'one', fraction: 1 };
    return {
      containers: [
        { name: 'web', member: 'one', arrival: 'verified' },
        { name: 'db', member: 'one', arrival: 'killed' },
      ],
    };
  }
  const socketPath = await given({ [`cluster.${action}`]: evacuated });
  const { stdout, stderr } = await runCommand(['cluster', action, 'two'], { socketPath });
  expect(stderr).toContain('web is on one');
  expect(stdout).toMatch(/^web +one +runs in its context\ndb +one +killed: not in its context$/m);
});
