// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../contract/fixtures/in-english.ts';
import { Failure, isFailure } from '../../../contract/errors.ts';
import { maxPublications, type Publication } from '../../../contract/model/containers/publication.ts';
import type { Params } from '../../../contract/operations/index.ts';
import { textOf } from '../../../contract/text.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { type DescribedContainers, describeContainers } from './fixtures/described-containers.ts';
import { createPublishedPorts, type PublishedPorts } from './published-ports.ts';

const http: Publication = { protocol: 'tcp', address: null, hostPort: 8080, port: 80 };
const never = new AbortController().signal;

function portsOf(
  { places, containers }: DescribedContainers,
  settle = async (): Promise<void> => undefined,
): PublishedPorts {
  return createPublishedPorts({
    places,
    containers,
    settling: { settle, forwards: () => [], close: () => undefined },
    mayListen: async () => ({ state: 'allowed', type: 'http_port_t' }),
    sockets: () => [{ protocol: 'tcp', address: null, port: 22 }],
    addresses: () => ['192.0.2.1'],
  });
}

async function reasonOf(work: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await work.then(
    () => undefined,
    (problem: unknown) => problem,
  );
  return isFailure(error, 'port-not-allowed') ? textOf(error.data.reason) : undefined;
}

describe('a plan', () => {
  const nothing = { replaced: [], unpublished: [], networks: [], published: [], volumes: [], ownDomain: false };
  const nat = { kind: 'nat' } as const;
  const shop = { kind: 'bridge', bridge: 'shop' } as const;
  const problemsOf = (host: DescribedContainers, plan: Partial<Params<'plan.check'>>): readonly (string | null)[] =>
    inEnglish(portsOf(host).problemsOfPlan({ ...nothing, ...plan }));

  it('learns which ports would not be published, as publishing them would be denied (N12)', () => {
    using host = describeContainers({ web: { published: [http] } }, fakeContainer);
    const published = [
      { ...http, name: 'new', network: nat, hostPort: 22 },
      { ...http, name: 'new', network: nat },
      { ...http, name: 'new', network: nat, hostPort: 81, address: '192.0.2.9' },
      { ...http, name: 'new', network: shop, hostPort: 81 },
      { ...http, name: 'new', network: nat, hostPort: 82 },
      { ...http, name: 'other', network: nat, hostPort: 82 },
    ];
    expect(problemsOf(host, { published })).toEqual([
      expect.stringContaining('a program of the host listens on it'),
      expect.stringContaining('web has published it'),
      expect.stringContaining('the host has no address 192.0.2.9'),
      expect.stringContaining("new is not behind the host's address"),
      null,
      expect.stringContaining('new has published it'),
    ]);
    expect(host.of('web').published).toEqual([http]);
  });

  it('may take what it gives up before, and be on networks that it sets up (N12)', () => {
    using host = describeContainers(
      { web: { published: [http] }, old: { published: [{ ...http, hostPort: 90 }] } },
      fakeContainer,
    );
    const published = [
      { ...http, name: 'new', network: shop },
      { ...http, name: 'old', network: nat, hostPort: 90 },
    ];
    const networks = [{ name: 'shop', address: null }];
    expect(problemsOf(host, { published, networks })).not.toContain(null);
    const unpublished = [{ ...http, name: 'web' }];
    expect(problemsOf(host, { published, networks, unpublished, replaced: ['old'] })).toEqual([null, null]);
    expect(problemsOf(host, { published, networks, unpublished: [{ ...http, name: 'old' }] })).not.toContain(null);
  });

  it('learns of one port more than a container may publish (N12)', () => {
    const many = Array.from({ length: maxPublications }, (_, at) => ({ ...http, hostPort: 1000 + at }));
    using host = describeContainers({ web: { published: many } }, fakeContainer);
    expect(problemsOf(host, { published: [{ ...http, name: 'web', network: nat }] })).toEqual([
      expect.stringContaining(`web has ${maxPublications} published ports`),
    ]);
  });
});

describe('publishing a port', () => {
  it('is written with the container, and ended again', async () => {
    using host = describeContainers({ web: {} }, fakeContainer);
    const ports = portsOf(host);
    expect((await ports.publish('web', http)).published).toEqual([http]);
    expect(host.of('web').published).toEqual([http]);
    expect(await ports.unpublish('web', http)).toMatchObject({ before: http, container: { published: [] } });
    await expect(ports.unpublish('web', http)).rejects.toMatchObject({ code: 'port-not-published' });
  });

  it('is denied before anything is written where another container, the host or the network is in the way', async () => {
    using host = describeContainers(
      {
        web: { published: [http] },
        db: {},
        lan: { network: { kind: 'bridge', bridge: 'br0' } },
      },
      fakeContainer,
    );
    const ports = portsOf(host);
    const reasons = [
      await reasonOf(ports.publish('db', { ...http, address: '192.0.2.1' })),
      await reasonOf(ports.publish('db', { ...http, hostPort: 22 })),
      await reasonOf(ports.publish('db', { ...http, hostPort: 81, address: '192.0.2.9' })),
      await reasonOf(ports.publish('lan', { ...http, hostPort: 81 })),
    ];
    expect(reasons).toEqual([
      expect.stringContaining('web has published it'),
      expect.stringContaining('a program of the host listens on it'),
      expect.stringContaining('the host has no address 192.0.2.9'),
      expect.stringContaining("is not behind the host's address"),
    ]);
    expect([host.of('db').published, host.of('lan').published]).toEqual([[], []]);
    expect(await reasonOf(ports.publish('db', { ...http, protocol: 'udp' }))).toBe(undefined);
  });

  it('that the kernel does not take leaves what was published before', async () => {
    using host = describeContainers({ web: { published: [http] } }, fakeContainer);
    const broken = portsOf(host, () => Promise.reject(new Failure('network-unavailable', { reason: 'no nft' })));
    const other = { ...http, hostPort: 81 };
    for (const work of [broken.publish('web', other), broken.unpublish('web', http)])
      await expect(work).rejects.toMatchObject({ code: 'network-unavailable' });
    expect(host.of('web').published).toEqual([http]);
  });

  it('says the same while it is typed, and for a container that is being created', async () => {
    using host = describeContainers({ web: { published: [http] }, db: {} }, fakeContainer);
    const ports = portsOf(host);
    expect(inEnglish(await ports.check('db', http, never))).toEqual({
      problem: expect.stringContaining('web has published it') as string,
      listen: { state: 'allowed', type: 'http_port_t' },
    });
    expect(() => ports.checkNew('new', { kind: 'nat' }, [http])).toThrow('web has published it');
    expect(() => ports.checkNew('new', { kind: 'none' }, [{ ...http, hostPort: 81 }])).toThrow("not behind the host's");
    expect(() => ports.checkNew('new', { kind: 'nat' }, [{ ...http, hostPort: 81 }])).not.toThrow();
  });

  it('is never the same for two that ask at once', async () => {
    using host = describeContainers({ web: {}, db: {} }, fakeContainer);
    const ports = portsOf(host);
    const reasons = await Promise.all(['web', 'db'].map((name) => reasonOf(ports.publish(name, http))));
    expect(reasons).toEqual([undefined, expect.stringContaining('web has published it')]);
  });
});
