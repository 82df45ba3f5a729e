// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../contract/fixtures/in-english.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { Publication } from '../../../contract/model/containers/publication.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import {
  createNetworkDriver as givenCreateNetworkDriver,
  describeNetworkPlan as givenDescribeNetworkPlan,
  type NetworkPlan,
} from './network-driver.ts';
import { driverInEnglish } from './fixtures/in-english.ts';

const describeNetworkPlan = (...args: Parameters<typeof givenDescribeNetworkPlan>) =>
  inEnglish(givenDescribeNetworkPlan(...args));

const createNetworkDriver = (...args: Parameters<typeof givenCreateNetworkDriver>) =>
  driverInEnglish(givenCreateNetworkDriver(...args));

const publication: Publication = { protocol: 'tcp', address: null, hostPort: 8080, port: 80 };
const published: NetworkPlan = { type: 'port', name: 'web', publication, isAdded: true };
const linked: NetworkPlan = { type: 'link', name: 'web', other: 'db', isAdded: true };

function hostWith(...containers: Container[]) {
  const calls: unknown[] = [];
  const noted =
    (call: string) =>
    async (...args: unknown[]): Promise<never> => {
      calls.push([call, ...args]);
      return undefined as never;
    };
  const networks = {
    publish: noted('publish'),
    unpublish: noted('unpublish'),
    change: noted('change'),
    link: noted('link'),
    unlink: noted('unlink'),
  };
  return { calls, driver: createNetworkDriver({ list: async () => containers }, networks) };
}

const web = fakeContainer({ name: 'web' });
const db = fakeContainer({ name: 'db' });

describe('a published port that is undone', () => {
  it('is ended, and published again where it had been ended', async () => {
    const there = hostWith({ ...web, published: [publication] });
    expect(await there.driver.readState(published)).toEqual({ state: 'after' });
    await there.driver.revert(published);
    const ended = { ...published, isAdded: false };
    const gone = hostWith(web);
    expect(await gone.driver.readState(ended)).toEqual({ state: 'after' });
    await gone.driver.revert(ended);
    expect([there.calls, gone.calls]).toEqual([[['unpublish', 'web', publication]], [['publish', 'web', publication]]]);
  });

  it('is left alone where it leads elsewhere by now, or has been undone', async () => {
    for (const host of [hostWith({ ...web, published: [{ ...publication, port: 81 }] }), hostWith(web)]) {
      expect(await host.driver.readState(published)).toEqual({ state: 'before' });
      await host.driver.revert(published);
      expect(host.calls).toEqual([]);
    }
  });
});

describe('a link that is undone', () => {
  it('is ended, and is not made again with a container that is gone', async () => {
    const both = hostWith({ ...web, links: ['db'] }, { ...db, links: ['web'] });
    await both.driver.revert(linked);
    expect(both.calls).toEqual([['unlink', 'web', 'db']]);
    expect(await hostWith(web).driver.readState({ ...linked, isAdded: false })).toEqual({
      state: 'other',
      words: 'the container db is gone',
    });
  });
});

describe('a network that is undone', () => {
  const moved: NetworkPlan = {
    type: 'network',
    name: 'web',
    before: { kind: 'nat' },
    after: { kind: 'bridge', bridge: 'shop' },
  };

  it('is the former one again, unless the container is on a third by now', async () => {
    const there = hostWith({ ...web, network: { kind: 'bridge', bridge: 'shop' } });
    expect(await there.driver.readState(moved)).toEqual({ state: 'after' });
    await there.driver.revert(moved);
    expect(there.calls).toEqual([['change', 'web', { kind: 'nat' }]]);
    expect(await hostWith({ ...web, network: { kind: 'nat' } }).driver.readState(moved)).toEqual({ state: 'before' });
    expect(await hostWith({ ...web, network: { kind: 'none' } }).driver.readState(moved)).toEqual({
      state: 'other',
      words: 'it was put on another network since: none',
    });
    expect(describeNetworkPlan(moved, true)).toBe('network bridge:shop');
  });
});

it('are described as they are and as they were', () => {
  expect([true, false].map((isThere) => describeNetworkPlan(published, isThere))).toEqual([
    'TCP port 8080 leads to port 80 of web',
    'TCP port 8080 not published',
  ]);
  expect([true, false].map((isThere) => describeNetworkPlan(linked, isThere))).toEqual([
    'web and db linked',
    'web and db not linked',
  ]);
});
