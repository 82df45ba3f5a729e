// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import type { Network } from '../../../contract/model/containers/container.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { writeOwnNetworks } from '../../lxc/network/own-networks.ts';
import { createNetworkChange } from './change-network.ts';
import { type DescribedContainers, describeContainers } from './fixtures/described-containers.ts';
import type { Networks } from './ports.ts';

const shop: Network = { kind: 'bridge', bridge: 'shop' };
const published = [{ protocol: 'tcp', address: null, hostPort: 8080, port: 80 }] as const;

interface Opened extends Disposable {
  readonly host: DescribedContainers;
  readonly change: Networks['change'];
  /** What was done, in order. */
  readonly done: string[];
}

function open(
  given: Parameters<typeof describeContainers>[0],
  failing: { readonly check?: Failure; readonly settle?: Failure } = {},
): Opened {
  const host = describeContainers(given, fakeContainer);
  writeOwnNetworks(host.places.state, [{ name: 'shop', address: '10.0.4.1/24' }]);
  const done: string[] = [];
  const change = createNetworkChange({
    places: host.places,
    intents: {
      begin: ({ kind }) => (done.push(`begin ${kind}`), 1),
      release: () => void done.push('release'),
    },
    containers: { ...host.containers, bringNetwork: (name) => void done.push(`write ${host.of(name).network.kind}`) },
    reservations: {
      check() {
        if (failing.check !== undefined) throw failing.check;
      },
      ofProgram() {
        throw new Failure('network-unavailable', { reason: 'no addresses' });
      },
      async settle() {
        done.push('servers');
      },
    },
    settling: {
      async settle() {
        done.push('rules');
        if (failing.settle !== undefined) throw failing.settle;
      },
    },
    bringNetwork: async ({ kind }) => void done.push(`bring ${kind}`),
  });
  return { host, change, done, [Symbol.dispose]: () => host[Symbol.dispose]() };
}

describe('another network', () => {
  it('is written before the configuration, and given to servers and rules after', async () => {
    using opened = open({ web: {} });
    const { before, container } = await opened.change('web', shop);
    expect([before, container.network, opened.host.of('web').network]).toEqual([{ kind: 'nat' }, shop, shop]);
    expect(opened.done).toEqual([
      'bring bridge',
      'begin change-network',
      'write bridge',
      'release',
      'servers',
      'rules',
    ]);
  });

  it('is no change where it is the same', async () => {
    using opened = open({ web: { network: shop } });
    expect((await opened.change('web', { ...shop })).before).toEqual(shop);
    expect(opened.done).toEqual([]);
  });

  it.each<[string, Parameters<typeof describeContainers>[0], Network, RegExp]>([
    ['published ports', { web: { published: [...published] } }, { kind: 'none' }, /has published ports/],
    [
      "ports on an administrator's bridge",
      { web: { published: [...published] } },
      { kind: 'bridge', bridge: 'br0' },
      /unpublish/,
    ],
    ['links', { web: { links: ['db'] }, db: { links: ['web'] } }, shop, /is linked with db/],
  ])('is not possible with %s', async (_what, given, network, problem) => {
    using opened = open(given);
    await expect(opened.change('web', network)).rejects.toThrow(problem);
    expect([opened.host.of('web').network, opened.done]).toEqual([{ kind: 'nat' }, []]);
  });

  it('is possible with published ports on a network that Bulkhead set up, and with half a link', async () => {
    using opened = open({ web: { published: [...published], links: ['db'] }, db: {} });
    await opened.change('web', shop);
    expect(opened.host.of('web').network).toEqual(shop);
  });

  it('is not written where its address is not possible there', async () => {
    using opened = open({ web: {} }, { check: new Failure('address-not-allowed', { name: 'web', reason: 'no' }) });
    await expect(opened.change('web', shop)).rejects.toMatchObject({ code: 'address-not-allowed' });
    expect([opened.host.of('web').network, opened.done]).toEqual([{ kind: 'nat' }, ['bring bridge']]);
  });

  it('is not written for one that runs a program, where the host gives no addresses', async () => {
    const settings = { ...noSettings, program: ['/app'] };
    using opened = open({ web: { settings } });
    await expect(opened.change('web', shop)).rejects.toMatchObject({ code: 'network-unavailable' });
    expect(opened.host.of('web').network).toEqual({ kind: 'nat' });
  });

  it('is written back where the host does not take it', async () => {
    using opened = open({ web: {} }, { settle: new Failure('network-unavailable', { reason: 'no' }) });
    await expect(opened.change('web', shop)).rejects.toMatchObject({ code: 'network-unavailable' });
    expect(opened.host.of('web').network).toEqual({ kind: 'nat' });
    expect(opened.done.slice(-3)).toEqual(['begin change-network', 'write nat', 'release']);
  });
});
