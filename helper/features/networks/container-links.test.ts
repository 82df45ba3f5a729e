// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { type ContainerLinks, createContainerLinks } from './container-links.ts';
import { type DescribedContainers, describeContainers } from './fixtures/described-containers.ts';

function linksOn(
  { places, containers }: DescribedContainers,
  settle = async (): Promise<void> => undefined,
): ContainerLinks {
  return createContainerLinks({
    places,
    containers,
    settling: { settle, forwards: () => [], close: () => undefined },
  });
}

describe('a link', () => {
  it('is written with both, and ended from either', async () => {
    using host = describeContainers({ web: {}, db: {}, mail: {} }, fakeContainer);
    const links = linksOn(host);
    await links.link('web', 'mail');
    await links.link('db', 'web');
    expect([host.of('web').links, host.of('db').links]).toEqual([['db', 'mail'], ['web']]);
    await links.unlink('web', 'db');
    expect([host.of('web').links, host.of('db').links]).toEqual([['mail'], []]);
    await expect(links.unlink('db', 'web')).rejects.toMatchObject({ code: 'link-not-found' });
  });

  it('is not made with a container of another network, or with none', async () => {
    using host = describeContainers({ web: {}, lan: { network: { kind: 'bridge', bridge: 'br0' } } }, fakeContainer);
    await expect(linksOn(host).link('web', 'lan')).rejects.toMatchObject({ code: 'link-not-allowed' });
    await expect(linksOn(host).link('web', 'gone')).rejects.toMatchObject({ code: 'container-not-found' });
    expect(host.of('web').links).toEqual([]);
  });

  it('that the kernel does not take is not there', async () => {
    using host = describeContainers({ web: {}, db: {} }, fakeContainer);
    const broken = linksOn(host, () => Promise.reject(new Failure('network-unavailable', { reason: 'no ip' })));
    await expect(broken.link('web', 'db')).rejects.toMatchObject({ code: 'network-unavailable' });
    expect([host.of('web').links, host.of('db').links]).toEqual([[], []]);
  });
});
