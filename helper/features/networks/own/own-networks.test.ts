// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../../contract/errors.ts';
import { fakeContainer } from '../../../../testing/models/container.ts';
import { writeOwnNetworks } from '../../../lxc/network/own-networks.ts';
import { type DescribedContainers, describeContainers } from '../fixtures/described-containers.ts';
import { createOwnNetworks, type OwnNetworks } from './own-networks.ts';

interface Opened extends Disposable {
  readonly host: DescribedContainers;
  readonly networks: OwnNetworks;
  /** What was asked of the kernel and of the servers. */
  readonly asked: string[];
}

function open(given: Parameters<typeof describeContainers>[0] = {}, isWilling = true): Opened {
  const host = describeContainers(given, fakeContainer);
  const asked: string[] = [];
  const networks = createOwnNetworks({
    places: host.places,
    kernel: {
      async bring(all) {
        asked.push(`bring ${all.map(({ name }) => name).join(' ')}`);
        if (!isWilling && all.length > 0) throw new Failure('network-unavailable', { reason: 'no bridges here' });
      },
      remove: async (name) => void asked.push(`remove ${name}`),
      missing: (all) => all.map(({ name }) => name),
    },
    settleServers: async () => void asked.push('servers'),
    stopServer: async (name) => void asked.push(`stop ${name}`),
    routedNets: () => ['10.0.3.0/24', '10.0.4.0/24'],
    hasInterface: (name) => name === 'eth7',
  });
  return { host, networks, asked, [Symbol.dispose]: () => host[Symbol.dispose]() };
}

describe("a network of one's own", () => {
  it('is written down, brought up with its server, and kept for the next start', async () => {
    using opened = open();
    expect(await opened.networks.create('shop', null)).toEqual({ name: 'shop', address: '10.0.5.1/24' });
    expect(await opened.networks.create('lab', null)).toEqual({ name: 'lab', address: '10.0.6.1/24' });
    expect(opened.networks.list().map(({ name }) => name)).toEqual(['lab', 'shop']);
    expect(opened.asked).toEqual(['bring shop', 'servers', 'bring lab shop', 'servers']);
    expect(opened.networks.problems()).toHaveLength(2);
  });

  it.each([
    ['eth7', null],
    ['shop', null],
    ['lab', '10.0.4.0/25'],
  ])('%s with the net %s is not set up where the host has that already', async (name, address) => {
    using opened = open();
    await opened.networks.create('shop', null);
    await expect(opened.networks.create(name, address)).rejects.toMatchObject({ code: 'network-not-allowed' });
    expect(opened.networks.list()).toHaveLength(1);
  });

  it('of a plan is judged after those before it, and none is set up (N12)', async () => {
    using opened = open();
    await opened.networks.create('shop', null);
    const planned = [
      { name: 'all', address: '0.0.0.0/0' },
      { name: 'shop', address: null },
      { name: 'eth7', address: null },
      { name: 'lab', address: '10.0.6.0/24' },
      { name: 'next', address: null },
      { name: 'same', address: '10.0.6.0/25' },
      { name: 'lab', address: null },
      { name: 'public', address: '8.8.8.0/24' },
    ];
    expect(opened.networks.problemsOf(planned)).toEqual([
      '0.0.0.0/0 is no net of a length from 16 to 29, such as 10.0.4.0/24',
      'the host has an interface of that name; choose another',
      'the host has an interface of that name; choose another',
      null,
      null,
      'the host has the net 10.0.6.1/24 already; choose another',
      'the host has an interface of that name; choose another',
      expect.stringContaining('8.8.8.0/24 is not private'),
    ]);
    expect(opened.networks.list()).toHaveLength(1);
  });

  it('leaves nothing where the kernel does not take it', async () => {
    using opened = open({}, false);
    await expect(opened.networks.create('shop', null)).rejects.toMatchObject({ code: 'network-unavailable' });
    expect(opened.networks.list()).toEqual([]);
    expect(opened.asked).toEqual(['bring shop', 'stop shop', 'remove shop', 'bring ', 'servers']);
  });

  it('is removed once no container is on it', async () => {
    using opened = open({ web: { network: { kind: 'bridge', bridge: 'shop' } } });
    await expect(opened.networks.remove('shop')).rejects.toMatchObject({ code: 'network-not-found' });
    await opened.networks.create('shop', null);
    await expect(opened.networks.remove('shop')).rejects.toMatchObject({
      code: 'network-in-use',
      data: { name: 'shop', containers: 'web' },
    });
    await opened.networks.create('lab', null);
    opened.asked.length = 0;
    await opened.networks.remove('lab');
    expect([opened.networks.list().map(({ name }) => name), opened.asked]).toEqual([
      ['shop'],
      ['stop lab', 'remove lab', 'bring shop', 'servers'],
    ]);
  });

  it("whose removal was cut off is taken down at the next start; LXC's bridge is left alone", async () => {
    using opened = open();
    const folder = join(opened.host.places.state, 'dhcp');
    mkdirSync(folder);
    for (const file of ['gone.conf', 'gone.hosts', 'lxcbr0.conf', 'shop.conf']) writeFileSync(join(folder, file), '');
    writeOwnNetworks(opened.host.places.state, [{ name: 'shop', address: '10.0.5.1/24' }]);
    await opened.networks.recover();
    expect([opened.asked, readdirSync(folder).sort()]).toEqual([
      ['stop gone', 'remove gone', 'bring shop', 'servers'],
      ['lxcbr0.conf', 'shop.conf'],
    ]);
  });

  it('is no work for a start where there is none', async () => {
    using opened = open();
    await opened.networks.bring();
    expect(opened.asked).toEqual([]);
  });
});
