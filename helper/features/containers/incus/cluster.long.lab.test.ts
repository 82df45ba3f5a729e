// SPDX-License-Identifier: Apache-2.0
/** Three real members: a confined container on each, one that moves, a member that is lost, one that is evacuated. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { type LabClient, openLabClient, textOf } from '../../../../hosts/fixtures/lab-client.ts';
import { instancePlaces } from '../../../../hosts/lab-instance.ts';
import { useCluster } from '../../../../lab/cluster/test-cluster.ts';
import { untilMembers } from '../../../../lab/cluster/until-online.ts';
import type { Guest } from '../../../../lab/guest.ts';
import { contextsOf, denialsSince, execIn, timeOf } from '../../../../lab/incus/fixtures/confined-instance.ts';
import { incusImage } from '../../../../lab/incus/image.ts';
import { folderPool, labelledPool } from '../../../../lab/incus/preseed.ts';
import { Monitor } from '../../../../lab/machine/monitor.ts';
import { useContainers } from '../../../../renderer/features/containers/containers.ts';
import { useDenials } from '../../../../renderer/features/denials/denials.ts';
import {
  explainGroup,
  explanationFor,
  useExplanations,
} from '../../../../renderer/features/denials/explanation/explanations.ts';
import { containerRing } from '../../../../renderer/features/usage/samples.ts';
import { currentClient } from '../../../../renderer/host/connection.ts';
import { readResult } from '../../../../rpc/read-result.ts';
import { policyNames } from '../../../../sepolicy/own-domain/names.ts';
import { openWindowOnLabs } from '../../../../testing/window-on-labs.ts';
import { mountInto } from '../../../lxc/fixtures/mount-into.ts';

const guests = await useCluster();
/** A boot of a container on one of three emulated machines lasts minutes. */
const long = { timeout: 30 * 60_000 };
/** What a window hears takes seconds on three emulated machines. */
const slow = { timeout: 120_000 };
const suffix = Date.now().toString(36);
const members = ['cluster-1', 'cluster-2', 'cluster-3'] as const;
type Member = (typeof members)[number];
/** The containers are named by the member where each is created. */
const names: Readonly<Record<Member, string>> = {
  'cluster-1': `a-${suffix}`,
  'cluster-2': `b-${suffix}`,
  'cluster-3': `c-${suffix}`,
};
const onFolders = `f-${suffix}`;
const helpers = new Map<Member, LabClient>();
const contexts = new Map<string, string>();

const guestOf = (member: Member): Guest => guests[members.indexOf(member)] as Guest;

beforeAll(async () => {
  for (const member of members) helpers.set(member, await openLabClient(guestOf(member), 'root'));
});
afterAll(async () => {
  // One that is gone would keep the others.
  for (const name of [...Object.values(names), onFolders])
    await guestOf('cluster-1').run(['incus', 'delete', '--force', name]);
  for (const helper of helpers.values()) await helper.close();
});
const helperOf = (member: Member): LabClient => helpers.get(member) as LabClient;

async function found(member: Member, name: string): Promise<Container> {
  const container = await helperOf(member).find(name);
  if (container === undefined) throw new Error(`${name} is not listed on ${member}`);
  return container;
}

/** Asks the kernel of the member: all its processes are in the context that it was created with. */
async function runsConfined(member: Member, name: string): Promise<void> {
  expect(await found(member, name)).toMatchObject({ state: 'running', member, confinementMode: 'enforced' });
  expect(await contextsOf(guestOf(member), name)).toEqual([contexts.get(name)]);
}

/** What helpers have asked and answered, and not taken away. */
async function notes(): Promise<readonly string[]> {
  const names = await guestOf('cluster-2').mustRun([
    'incus',
    'profile',
    'list',
    '--project',
    'bulkhead',
    '--format',
    'csv',
  ]);
  return names.split('\n').filter((line) => /^(?:question|answer|judgement|module)\./.test(line));
}

async function statesOfMembers(asked: Member): Promise<Readonly<Record<string, string>>> {
  const { cluster } = await (await helperOf(asked).client()).request('cluster.members', {});
  return Object.fromEntries((cluster?.members ?? []).map(({ name, state }) => [name, state]));
}

it('creates one on each member, the third through the first, and no two have the same categories', long, async () => {
  for (const member of members) {
    const client = await helperOf(member === 'cluster-3' ? 'cluster-1' : member).client();
    const params = { name: names[member], image: incusImage, pool: labelledPool, member, start: true };
    const { context } = await client.request('cluster.create', params);
    contexts.set(names[member], context ?? '');
    await runsConfined(member, names[member]);
  }
  expect(new Set([...contexts.values()].map((context) => context.replace(/^.*:s0:/, ''))).size).toBe(3);
});

it('moves one, whose context is read back there', long, async () => {
  const name = names['cluster-1'];
  const client = await helperOf('cluster-1').client();
  await execIn(guestOf('cluster-1'), name, 'sh', '-c', 'echo kept > /root/kept');
  await expect(readResult(client.stream('cluster.move', { name, member: 'cluster-2' }))).rejects.toMatchObject({
    code: 'container-running',
  });
  const steps: string[] = [];
  const moving = client.stream('cluster.move', { name, member: 'cluster-2', stop: true });
  for await (const { step } of moving) steps.push(step);
  expect((await moving.result).arrival).toBe('verified');
  expect(steps).toEqual(['check', 'stop', 'move', 'start', 'verify']);
  await runsConfined('cluster-2', name);
  expect(await execIn(guestOf('cluster-2'), name, 'cat', '/root/kept')).toBe('kept\n');
  expect(await notes()).toEqual([]);
});

it(
  'one that came from another member does not read the files of one that was there, and its mode does not matter',
  long,
  async () => {
    const guest = guestOf('cluster-2');
    const [attacker, victim] = [names['cluster-1'], names['cluster-2']];
    const secret = 'mkdir -p -m 0777 /srv/open && echo secret > /srv/open/secret && chmod 0777 /srv/open/secret';
    await execIn(guest, victim, 'sh', '-c', secret);
    await execIn(guest, attacker, 'mkdir', '-p', '/srv/victim');
    const owner = (await found('cluster-2', victim)).initPid ?? 0;
    const { initPid: pid } = await found('cluster-2', attacker);
    await mountInto(guest, { pid, owner, from: '/srv/open', to: '/srv/victim' });
    expect(await execIn(guest, victim, 'cat', '/srv/open/secret')).toBe('secret\n');
    const since = await timeOf(guest);
    const reading = await guest.run(['incus', 'exec', attacker, '--', 'cat', '/srv/victim/secret']);
    expect(reading.code).not.toBe(0);
    expect(reading.stderr).toContain('Permission denied');
    const fileLabel = (contexts.get(victim) ?? '').replace('system_r:bulkhead_t', 'object_r:bulkhead_file_t');
    expect((await denialsSince(guest, since)).join('\n')).toContain(
      `scontext=${contexts.get(attacker) ?? ''} tcontext=${fileLabel}`,
    );
  },
);

it(
  'a window on two members has terminals, files, health, samples and denials of what is on the other one',
  long,
  async () => {
    const [there, unknown] = [names['cluster-2'], names['cluster-3']];
    const window = await openWindowOnLabs(['cluster-1', 'cluster-2']);
    try {
      await expect.poll(() => useContainers.getState().byName.get(there)?.initPid ?? null, slow).not.toBeNull();
      expect(useContainers.getState().byName.get(there)).toMatchObject({
        member: 'cluster-2',
        confinementMode: 'enforced',
      });
      const client = currentClient();
      const exec = (name: string) =>
        client.channel('console.open', { name, command: ['cat', '/proc/self/attr/current'] });
      expect((await textOf(exec(there))).replace(/\0$/, '')).toBe(contexts.get(there));
      const listed = client.stream('file.list', { name: there, path: '/srv' });
      const files: string[] = [];
      for await (const item of listed) files.push(...item.files.map((file) => file.name));
      expect(files).toContain('open');
      expect((await client.request('container.health', { name: there })).listening).toBeDefined();
      await expect.poll(() => containerRing(there)?.length ?? 0, slow).toBeGreaterThan(2);
      const ofThere = () =>
        [...useDenials.getState().groups.values()].find(({ containers }) => containers.includes(names['cluster-1']));
      await expect.poll(() => ofThere()?.id, slow).toBeDefined();
      const target = { group: ofThere()?.id ?? '', container: names['cluster-1'] };
      await explainGroup(client, target);
      expect(explanationFor(useExplanations.getState(), target)).toMatchObject({ status: 'ready' });
      // The third member is not connected: its helper alone could say.
      expect(useContainers.getState().byName.get(unknown)).toMatchObject({ initPid: null, confinementMode: 'unknown' });
      await expect(textOf(exec(unknown))).rejects.toMatchObject({ code: 'container-failed' });
      await expect(client.request('container.health', { name: unknown })).rejects.toMatchObject({
        code: 'container-failed',
        message: expect.stringContaining('it is on the member cluster-3') as string,
      });
    } finally {
      await window.close();
    }
  },
);

it('any member stops and starts it, and takes it to itself; what runs there is judged there', long, async () => {
  const name = names['cluster-1'];
  const client = await helperOf('cluster-1').client();
  await client.request('container.stop', { name, force: false });
  await expect(client.request('container.stop', { name, force: false })).rejects.toMatchObject({
    code: 'container-not-running',
  });
  expect(await found('cluster-2', name)).toMatchObject({ state: 'stopped' });
  expect(await client.request('container.start', { name })).toMatchObject({ state: 'running', member: 'cluster-2' });
  await runsConfined('cluster-2', name);
  expect(await notes()).toEqual([]);
  expect((await readResult(client.stream('cluster.move', { name, member: 'cluster-1', stop: true }))).arrival).toBe(
    'verified',
  );
  await runsConfined('cluster-1', name);
});

it('one that another member starts without categories of its own is not started', long, async () => {
  const [name, other] = [names['cluster-1'], names['cluster-2']];
  const client = await helperOf('cluster-2').client();
  await client.request('container.stop', { name, force: true });
  const guest = guestOf('cluster-1');
  const raw = await guest.mustRun(['incus', 'config', 'get', name, 'raw.lxc']);
  const own = contexts.get(name) ?? '';
  await guest.mustRun(['incus', 'config', 'set', name, `raw.lxc=${raw.replace(own, contexts.get(other) ?? '')}`]);
  try {
    await expect(client.request('container.start', { name })).rejects.toMatchObject({ code: 'container-failed' });
    expect(await found('cluster-1', name)).toMatchObject({ state: 'stopped' });
  } finally {
    await guest.mustRun(['incus', 'config', 'set', name, `raw.lxc=${raw}`]);
  }
});

it('a domain of its own is on each member that it comes to, and on none once it is left', long, async () => {
  const name = names['cluster-1'];
  const { domain, module } = policyNames(name);
  const client = await helperOf('cluster-3').client();
  const confine = async (confinement: 'own' | 'shared'): Promise<void> => {
    const { container } = await readResult(client.stream('container.confine', { name, confinement }));
    expect(container).toMatchObject({ confinement, state: 'stopped' });
    contexts.set(name, container.context ?? '');
  };
  const modules = (member: Member): Promise<string> =>
    guestOf(member).mustRun(`semodule -l | grep -Fx ${module} || true`);
  if ((await found('cluster-3', name)).state === 'running')
    await client.request('container.stop', { name, force: true });
  await confine('own');
  expect(contexts.get(name)).toContain(domain);
  expect([await modules('cluster-1'), await modules('cluster-3')]).toEqual(['', `${module}\n`]);
  await client.request('container.start', { name });
  await runsConfined('cluster-1', name);
  const { arrival } = await readResult(client.stream('cluster.move', { name, member: 'cluster-2', stop: true }));
  expect(arrival).toBe('verified');
  await runsConfined('cluster-2', name);
  await client.request('container.stop', { name, force: true });
  await confine('shared');
  for (const member of members) await expect.poll(() => modules(member), { timeout: 5 * 60_000 }).toBe('');
  expect(await notes()).toEqual([]);
});

it('one on a pool of folders has its files labelled on the member that it comes to', long, async () => {
  const client = await helperOf('cluster-1').client();
  for (const guest of guests) await guest.mustRun('setsebool bulkhead_incus_folders on');
  const params = { name: onFolders, image: incusImage, pool: folderPool, member: 'cluster-1', start: true };
  const { context } = await client.request('cluster.create', params);
  contexts.set(onFolders, context ?? '');
  const label = (context ?? '').replace('system_r:bulkhead_t', 'object_r:bulkhead_file_t');
  const root = `/var/lib/incus/storage-pools/${folderPool}/containers/${onFolders}/rootfs`;
  const isConfinedOn = async (member: Member): Promise<void> => {
    await runsConfined(member, onFolders);
    const others = await guestOf(member).mustRun(`find ${root} ! -context '${label}' -printf '%Z %p\\n' | head -n 5`);
    expect(others).toBe('');
  };
  await isConfinedOn('cluster-1');
  // Incus would start it there before its files have labels.
  await expect(readResult(client.stream('cluster.evacuate', { member: 'cluster-1' }))).rejects.toMatchObject({
    code: 'container-failed',
    message: expect.stringContaining('labelled one by one') as string,
  });
  const { arrival } = await readResult(
    client.stream('cluster.move', { name: onFolders, member: 'cluster-2', stop: true }),
  );
  expect(arrival).toBe('verified');
  await isConfinedOn('cluster-2');
  await client.request('container.remove', { name: onFolders, force: true });
  for (const guest of guests) await guest.mustRun('setsebool bulkhead_incus_folders off');
  expect(await notes()).toEqual([]);
});

it('the drill finds both blocked on one member, and the network closed to the other one', long, async () => {
  const client = await helperOf('cluster-1').client();
  const drill = client.stream('drill.members', { member: 'cluster-2', image: incusImage, pool: labelledPool });
  const steps: string[] = [];
  for await (const item of drill) if (item.type === 'step') steps.push(item.step);
  expect(steps.at(-1)).toBe('report');
  const { report } = await drill.result;
  expect(report.members).toEqual({ first: 'cluster-1', second: 'cluster-2' });
  expect(report.results.filter(({ pass }) => !pass)).toEqual([]);
  const outcomes = new Map(
    report.results.map(({ probe, with: near, elsewhere }) => [probe, [near, elsewhere] as const]),
  );
  // The kernel's own record of it.
  expect(outcomes.get('file-read')?.[0]).toMatchObject({
    outcome: 'blocked',
    blockedBy: ['selinux'],
    denials: [expect.any(String)],
  });
  expect(outcomes.get('net-victim')?.[1]).toMatchObject({ outcome: 'blocked', blockedBy: ['namespaces'] });
  expect(report.surface?.map(({ probe, with: near, elsewhere }) => [probe, near.outcome, elsewhere?.outcome])).toEqual([
    ['surface-address', 'open', 'closed'],
  ]);
  expect(await guestOf('cluster-1').mustRun(['incus', 'list', 'drill-', '--format', 'csv'])).toBe('');
});

it(
  'of a member that is lost nothing is claimed, its categories stay taken, and nothing is moved to it',
  long,
  async () => {
    const name = names['cluster-3'];
    const client = await helperOf('cluster-1').client();
    const monitor = await Monitor.open(instancePlaces(guestOf('cluster-3').name).monitor);
    try {
      await monitor.run('stop');
      await untilMembers(guestOf('cluster-1'), {
        'cluster-1': 'Online',
        'cluster-2': 'Online',
        'cluster-3': 'Offline',
      });
      expect(await statesOfMembers('cluster-1')).toEqual({
        'cluster-1': 'online',
        'cluster-2': 'online',
        'cluster-3': 'offline',
      });
      expect(await found('cluster-1', name)).toMatchObject({
        member: 'cluster-3',
        confinementMode: 'unknown',
        context: contexts.get(name),
      });
      const moved = (await helperOf('cluster-2').client()).stream('cluster.move', {
        name: names['cluster-2'],
        member: 'cluster-3',
        stop: true,
      });
      await expect(moved.result).rejects.toMatchObject({ code: 'member-not-ready' });
      await expect(readResult(client.stream('cluster.evacuate', { member: 'cluster-3' }))).rejects.toMatchObject({
        code: 'member-not-ready',
      });
      await runsConfined('cluster-2', names['cluster-2']);
      await monitor.run('cont');
    } finally {
      monitor.close();
    }
    await guestOf('cluster-3').mustRun(['date', '--set', `@${Date.now() / 1000}`]);
    await untilMembers(guestOf('cluster-1'), { 'cluster-1': 'Online', 'cluster-2': 'Online', 'cluster-3': 'Online' });
    await runsConfined('cluster-3', name);
  },
);

it('a member is evacuated and restored, and what was on it is judged wherever it has come to', long, async () => {
  const name = names['cluster-3'];
  const client = await helperOf('cluster-1').client();
  const { containers: gone } = await readResult(client.stream('cluster.evacuate', { member: 'cluster-3' }));
  expect(gone).toEqual([{ name, member: expect.not.stringMatching('cluster-3') as string, arrival: 'verified' }]);
  const [{ member: elsewhere } = { member: '' }] = gone;
  await runsConfined(members.find((one) => one === elsewhere) ?? 'cluster-1', name);
  expect(await statesOfMembers('cluster-1')).toMatchObject({ 'cluster-3': 'evacuated' });
  const { containers: back } = await readResult(client.stream('cluster.restore', { member: 'cluster-3' }));
  expect(back).toEqual([{ name, member: 'cluster-3', arrival: 'verified' }]);
  await runsConfined('cluster-3', name);
  expect(await statesOfMembers('cluster-1')).toMatchObject({ 'cluster-3': 'online' });
});
