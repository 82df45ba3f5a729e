// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HostEntry } from '../../contract/bridge.ts';
import { isFailure } from '../../contract/errors.ts';
import type { DenialGroup } from '../../contract/model/denials/denial.ts';
import type { OperationName } from '../../contract/operations/index.ts';
import type { Service } from '../../rpc/serve-calls.ts';
import { useContainers } from '../features/containers/containers.ts';
import { memberOfDenial, useDenials } from '../features/denials/denials.ts';
import { explainGroup, explanationFor, useExplanations } from '../features/denials/explanation/explanations.ts';
import { fleetContainers } from '../features/fleet/fleet-rows.ts';
import { useFleet } from '../features/fleet/fleet.ts';
import { undoChange } from '../features/denials/explanation/remedies.ts';
import { fakeEvent } from '../../testing/models/denial.ts';
import { containerRing } from '../features/usage/samples.ts';
import { currentClient, keepHosts, leaveHosts, switchHost, useConnection } from '../host/connection.ts';
import type { OpenHost } from '../host/transport/open-client.ts';
import { reachingHost } from '../host/reach.ts';
import { createFakeHost, type FakeHost } from '../testing/fake/fake-host.ts';
import { openFakeHost } from '../testing/open-fake-host.ts';
import { useLocation } from '../window/location.ts';
import './followed.ts';

let hosts: Map<string, FakeHost>;
let services: Map<string, Service>;
/** Says for each host whether its helper may have somebody asked for a password. */
let interactive: Map<string, boolean>;
/** What each helper was asked, in order. */
let asked: (readonly [string, OperationName])[];

const openHost: OpenHost = (hostId, _signal, { isInteractive }) =>
  openFakeHost({ hosts, services, interactive, onAsked: (...call) => asked.push(call) }, hostId, isInteractive);

const status = (hostId: string) => useConnection.getState().byHost.get(hostId)?.status;
const shown = (name: string) => useContainers.getState().byName.get(name);
/** The first that is on this member and runs. */
const nameOn = (member: string): string =>
  [...(hosts.get('one')?.containers.values() ?? [])].find(
    (one) => one.member === member && one.state === 'running' && one.isManaged,
  )?.name ?? '';

beforeEach(async () => {
  hosts = new Map([
    ['one', createFakeHost({ hostname: 'one', containers: 9, members: 3 })],
    ['two', createFakeHost({ hostname: 'two', containers: 9, members: 3, place: 1 })],
  ]);
  services = new Map();
  interactive = new Map();
  asked = [];
  useLocation.setState({ route: { page: 'alerts' } });
  keepHosts(['one', 'two'], openHost);
  await switchHost('one', openHost);
  await expect.poll(() => [status('one'), status('two')]).toEqual(['connected', 'connected']);
});

afterEach(async () => {
  useLocation.setState(useLocation.getInitialState());
  await leaveHosts();
  for (const host of hosts.values()) host.stop();
});

it('shows a container on another member as the helper there sees it, while the window is connected to it', async () => {
  const [there, unknown] = [nameOn('m001'), nameOn('m002')];
  const real = hosts.get('two')?.containers.get(there);
  expect(real?.initPid).not.toBeNull();
  await expect.poll(() => shown(there)).toEqual(real);
  expect([shown(unknown)?.initPid, shown(unknown)?.confinementMode]).toEqual([null, 'unknown']);
  if (real !== undefined) hosts.get('two')?.change({ ...real, addresses: ['10.0.7.77'] });
  await expect.poll(() => shown(there)?.addresses).toEqual(['10.0.7.77']);
  services.get('two')?.close();
  await expect.poll(() => shown(there)?.initPid).toBeNull();
});

it('says of one that has moved where it is now, whatever the other helper said before', async () => {
  const there = nameOn('m001');
  await expect.poll(() => shown(there)?.initPid).not.toBeNull();
  const listed = hosts.get('one')?.containers.get(there);
  if (listed !== undefined) hosts.get('one')?.change({ ...listed, member: 'm002' });
  await expect.poll(() => [shown(there)?.member, shown(there)?.initPid]).toEqual(['m002', null]);
  expect(reachingHost('one', there)).toBe('one');
});

it('takes the word of another helper when that one lists the container as its own', async () => {
  const here = nameOn('m000');
  await expect.poll(() => shown(nameOn('m001'))?.initPid).not.toBeNull();
  const listed = hosts.get('one')?.containers.get(here);
  if (listed === undefined) throw new Error('no container here');
  hosts.get('one')?.change({ ...listed, member: 'm001', initPid: null, addresses: ['10.0.7.1'] });
  await expect.poll(() => shown(here)?.addresses).toEqual(['10.0.7.1']);
  expect([shown(here)?.initPid, reachingHost('one', here)]).toEqual([null, 'one']);
  hosts.get('two')?.change({ ...listed, member: 'm001', initPid: 77 });
  await expect.poll(() => [shown(here)?.initPid, reachingHost('one', here)]).toEqual([77, 'two']);
});

it('asks the helper of its member for what reaches into a container, and may then ask for a password there', async () => {
  const [here, there, unknown] = [nameOn('m000'), nameOn('m001'), nameOn('m002')];
  await expect.poll(() => reachingHost('one', there)).toBe('two');
  expect([reachingHost('one', here), reachingHost('one', unknown)]).toEqual(['one', 'one']);
  expect(interactive.get('two')).toBe(false);
  expect((await currentClient().request('container.health', { name: there })).units).toBeDefined();
  expect(interactive.get('two')).toBe(true);
  expect((await currentClient().request('container.health', { name: here })).units).toBeDefined();
  const answer = await currentClient()
    .request('container.health', { name: unknown })
    .catch((error: unknown) => error);
  expect(isFailure(answer, 'container-failed')).toBe(true);
});

it('takes no host for a member that cannot prove it, whatever it claims (G6)', async () => {
  const claimed = nameOn('m002');
  hosts.set(
    'liar',
    createFakeHost({ hostname: 'liar', containers: 9, members: 3, place: 2, clusterSecret: 'deadbeef' }),
  );
  keepHosts(['one', 'liar', 'two'], openHost);
  await expect
    .poll(() => useFleet.getState().byHost.get('liar')?.containers?.get(claimed)?.initPid ?? null)
    .not.toBeNull();
  await expect.poll(() => shown(nameOn('m001'))?.initPid).not.toBeNull();
  expect([shown(claimed)?.initPid, reachingHost('one', claimed)]).toEqual([null, 'one']);
});

it('has the samples of containers on both, and those of another host of no cluster of it are none of them', async () => {
  const [here, there, unknown] = [nameOn('m000'), nameOn('m001'), nameOn('m002')];
  await expect.poll(() => containerRing(there)?.length ?? 0).toBeGreaterThan(5);
  await expect.poll(() => containerRing(here)?.length ?? 0).toBeGreaterThan(0);
  expect(containerRing(unknown)).toBeUndefined();
});

it('has the denials of both as one list, and asks the helper that knows a denial why it was', async () => {
  const there = nameOn('m001');
  await expect.poll(() => shown(there)?.initPid).not.toBeNull();
  // The helper knows it, also for a window that begins to follow its denials later.
  const two = hosts.get('two') as FakeHost;
  const added = two.denials.add(fakeEvent({ container: there, class: 'sem', time: 9_000_000_000 }), 'unknown');
  const group = added.groups[0] as DenialGroup;
  two.denialsAdded.send(added);
  await expect.poll(() => useDenials.getState().groups.get(group.id)).toEqual(group);
  expect(useDenials.getState().events.some((event) => event.group === group.id)).toBe(true);
  expect(useDenials.getState().latest[0]?.id).toBe(group.id);
  expect([memberOfDenial(group.id, there), memberOfDenial(group.id, null)]).toEqual(['two', undefined]);
  asked = [];
  const target = { group: group.id, container: there };
  await explainGroup(currentClient(), target);
  expect(asked.filter(([, name]) => name === 'denial.explain')).toEqual([['two', 'denial.explain']]);
  expect(explanationFor(useExplanations.getState(), target)?.status).not.toBe('loading');
  // What was seen there stays when it goes, and its own come again with it.
  services.get('two')?.close();
  await expect.poll(() => status('two')).toBe('lost');
  expect(useDenials.getState().groups.has(group.id)).toBe(true);
});

it('undoes a change where it was made: each host counts its own', async () => {
  asked = [];
  const change = { id: 7, summary: 'it', group: null, container: null };
  await undoChange({ ...change, hostId: 'two' });
  await undoChange(change);
  expect(asked.filter(([, name]) => name === 'activity.undo')).toEqual([
    ['two', 'activity.undo'],
    ['one', 'activity.undo'],
  ]);
});

it('lists each container once among those of all hosts, under the host that it is on where that is connected', async () => {
  const entries = ['one', 'two'].map((id) => ({
    id,
    kind: 'ssh',
    label: id,
    isRemovable: true,
    reachedAt: null,
    state: { status: 'connected' },
  })) as readonly HostEntry[];
  const rows = () =>
    fleetContainers({ hosts: entries, byHost: useFleet.getState().byHost, terms: [], now: 0, since: 0 }).map(
      ({ host, container: { name } }) => [name, host.id],
    );
  const placed = () => new Map(rows().map(([name = '', id]) => [name, id]));
  // The containers of each host come when its own answer does.
  await expect
    .poll(() => ['m000', 'm001', 'm002'].map((member) => placed().get(nameOn(member))))
    .toEqual(['one', 'two', 'one']);
  expect(rows()).toHaveLength(9);
});
