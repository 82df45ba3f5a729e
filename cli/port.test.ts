// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Publication } from '../contract/model/containers/publication.ts';
import type { ListenVerdict } from '../contract/operations/containers/port.ts';
import { given } from '../testing/given-host.ts';
import { fakeContainer, stoppedContainer } from '../testing/models/container.ts';
import { linesOf, type Outcome, runCommand } from './fixtures/run-command.ts';

const http: Publication = { protocol: 'tcp', address: null, hostPort: 8080, port: 80 };
const web = fakeContainer({ published: [http], confinement: 'own', ports: [{ protocol: 'tcp', port: 22 }] });

const openHost = (asked: unknown[] = [], listen: ListenVerdict = { state: 'allowed', type: 'http_port_t' }) =>
  given({
    'container.list': async () => ({ containers: [web, { ...stoppedContainer, links: ['web'] }] }),
    'port.check': async () => ({ problem: null, listen }),
    'port.publish': async (params) => (asked.push(params), web),
    'port.unpublish': async (params) => (asked.push(params), { ...web, published: [] }),
    async *'container.confine'(params) {
      yield { step: 'check', fraction: 0 };
      asked.push({ confine: params.ports });
      return { container: web, applies: 'now' };
    },
  });

describe('port', () => {
  it('publishes what was written, and says it', async () => {
    const asked: unknown[] = [];
    const socketPath = await openHost(asked);
    expect(await runCommand(['port', 'publish', 'web', '8080:80'], { socketPath })).toEqual({
      exitCode: 0,
      stdout: 'published TCP port 8080 for port 80 of web\n',
      stderr: '',
    });
    await runCommand(['port', 'publish', 'web', '192.0.2.1:53:5353/udp'], { socketPath });
    expect(asked).toEqual([
      { name: 'web', ...http },
      { name: 'web', protocol: 'udp', address: '192.0.2.1', hostPort: 53, port: 5353 },
    ]);
  });

  it('says when SELinux lets the container not listen on it, and lets it where that is asked for', async () => {
    const asked: unknown[] = [];
    const socketPath = await openHost(asked, { state: 'denied', type: 'http_port_t' });
    const { stderr, exitCode } = await runCommand(['port', 'publish', 'web', '8080:80'], { socketPath });
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('may not listen on tcp port 80 (http_port_t)')]);
    asked.length = 0;
    await runCommand(['port', 'publish', 'web', '8080:80', '--listen', '--quiet'], { socketPath });
    expect(asked).toEqual([
      {
        confine: [
          { protocol: 'tcp', port: 22 },
          { protocol: 'tcp', port: 80 },
        ],
      },
      { name: 'web', ...http },
    ]);
  });

  it('ends a publication, by the port of the host alone or as it was made', async () => {
    const asked: unknown[] = [];
    const socketPath = await openHost(asked);
    const { stdout } = await runCommand(['port', 'unpublish', 'web', '8080'], { socketPath });
    await runCommand(['port', 'unpublish', 'web', '192.0.2.1:53:53/udp'], { socketPath });
    expect([stdout, asked]).toEqual([
      'TCP port 8080 no longer leads to web\n',
      [
        { name: 'web', protocol: 'tcp', address: null, hostPort: 8080 },
        { name: 'web', protocol: 'udp', address: '192.0.2.1', hostPort: 53 },
      ],
    ]);
  });

  it('lists those of all containers, or of one', async () => {
    const socketPath = await openHost();
    const { stdout } = await runCommand(['port', 'ls', '--json'], { socketPath });
    expect(linesOf(stdout)).toEqual([{ name: 'web', protocol: 'tcp', address: null, host_port: 8080, port: 80 }]);
    expect((await runCommand(['port', 'ls', 'web'], { socketPath })).stdout).toMatch(/web +tcp +all +8080 +80\n$/);
    expect((await runCommand(['port', 'ls', 'db'], { socketPath })).stderr).toBe('db publishes no ports\n');
    expect((await runCommand(['port', 'ls', 'gone'], { socketPath })).exitCode).toBe(1);
  });

  it.each(['80', '8080:0', '70000:80', '127.0.0.1:80:80', '1.2.3:80:80', '8080:80/sctp', '8080:80/tcp;x'])(
    'takes %j for no published port, before it asks a host',
    async (word) => {
      const { exitCode, stderr } = await runCommand(['port', 'publish', 'web', word], { socketPath: '/nowhere' });
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('A published port is HOSTPORT:PORT')]);
    },
  );
});

describe('network', () => {
  const host = (asked: unknown[] = []) =>
    given({
      'container.list': async () => ({
        containers: [
          { ...web, links: ['db'] },
          { ...stoppedContainer, links: ['web'] },
        ],
      }),
      'network.list': async () => ({
        bridges: [{ name: 'lxcbr0', isNat: true, isOwn: false, addresses: ['10.0.3.1/24'], freeAddress: '10.0.3.2' }],
        addresses: ['192.0.2.1'],
        uplinks: [],
        forwards: [],
      }),
      'network.change': async (params) => (asked.push(params), web),
      'container.stop': async (params) => (asked.push(['stop', params]), web),
      'container.start': async (params) => (asked.push(['start', params]), web),
      'network.link': async (params) => (asked.push(params), web),
      'network.unlink': async (params) => (asked.push(params), web),
    });

  it('shows who is on which network, and who reaches whom', async () => {
    const socketPath = await host();
    expect((await runCommand(['network', 'ls'], { socketPath })).stdout).toMatch(
      /lxcbr0 +nat +10\.0\.3\.1\/24 +10\.0\.3\.2 +web, db\nnone +none +- +- +-\ndb and web reach each other\n$/,
    );
    expect(linesOf((await runCommand(['network', 'ls', '--json'], { socketPath })).stdout).at(-1)).toEqual({
      link: ['db', 'web'],
    });
  });

  it('sets up a network, and removes it', async () => {
    const asked: unknown[] = [];
    const socketPath = await given({
      'network.create': async (params) => (asked.push(params), { name: 'shop', address: '10.0.4.1/24' }),
      'network.remove': async (params) => (asked.push(params), {}),
    });
    expect((await runCommand(['network', 'create', 'shop', '--net', '10.0.4.0/24'], { socketPath })).stdout).toBe(
      'set up shop, 10.0.4.1/24\n',
    );
    expect((await runCommand(['network', 'rm', 'shop'], { socketPath })).stdout).toBe('removed shop\n');
    expect(asked).toEqual([{ name: 'shop', address: '10.0.4.0/24' }, { name: 'shop' }]);
    for (const words of [['veth0'], ['shop', '--net', '10.0.4'], ['a/b']])
      expect((await runCommand(['network', 'create', ...words], { socketPath })).exitCode).toBe(2);
  });

  it('puts a container on another network; one that runs by a restart', async () => {
    const asked: unknown[] = [];
    const socketPath = await host(asked);
    const change = (...words: readonly string[]): Promise<Outcome> =>
      runCommand(['network', 'change', ...words], { socketPath });
    const shop = { kind: 'bridge', bridge: 'shop' };
    expect((await change('web', 'bridge:shop')).stdout).toBe('web is on the network bridge:shop from its next start\n');
    expect(asked.splice(0)).toEqual([{ name: 'web', network: shop }]);
    expect((await change('web', 'bridge:shop', '--restart')).stdout).toBe('web is on the network bridge:shop\n');
    expect(asked.splice(0)).toEqual([
      ['stop', { name: 'web', force: false }],
      { name: 'web', network: shop },
      ['start', { name: 'web' }],
    ]);
    expect(linesOf((await change('db', 'bridge:shop', '--restart', '--json')).stdout)).toEqual([
      { done: { name: 'db', network: shop, restarted: false } },
    ]);
  });

  it('links two containers, and ends that', async () => {
    const asked: unknown[] = [];
    const socketPath = await host(asked);
    expect((await runCommand(['network', 'link', 'web', 'db'], { socketPath })).stdout).toBe(
      'web and db reach each other\n',
    );
    expect((await runCommand(['network', 'unlink', 'web', 'db'], { socketPath })).stdout).toBe(
      'web and db no longer reach each other\n',
    );
    expect(asked).toEqual([
      { name: 'web', other: 'db' },
      { name: 'web', other: 'db' },
    ]);
  });
});
