// SPDX-License-Identifier: Apache-2.0
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { fail } from '../contract/errors.ts';
import { isChangingOperation } from '../contract/operations/index.ts';
import { given, givenCalls } from '../testing/given-host.ts';
import { fakeDisk, fakeHostInfo } from '../testing/models/host.ts';
import { linesOf, runCommand, type Outcome, type RunOptions } from './fixtures/run-command.ts';

let tick: NodeJS.Timeout;

beforeEach(() => {
  // The pauses of the fake host pass at once.
  tick = setInterval(() => vi.advanceTimersByTime(200), 1);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  clearInterval(tick);
});

async function apply(text: string, words: readonly string[], options: RunOptions): Promise<Outcome> {
  const stdin = new PassThrough();
  stdin.end(text);
  return runCommand(['apply', '-f', '-', ...words], { stdin, ...options });
}

const changes = () => givenCalls().filter((name) => isChangingOperation(name));

const shop = `
managed-by: shop
containers:
  shop:
    image: debian-13
    state: running
    description: The new shop
    publish: ["8443:443"]
    limits: {memory: 1G}
    links: [shop-db]
  shop-db:
    image: debian-13
    state: running
    network: nat
    snapshots: {every: day, at: "04:00", keep: 3}
---
alerts:
  - kind: container-memory
    containers: [shop]
    threshold: 80
`;

describe('apply', () => {
  it('brings a host to what a file says, and changes nothing the second time', async () => {
    const socketPath = await given({});
    const first = await apply(shop, [], { socketPath });
    expect(first.stderr).toMatch(
      /^The limits of disk space .* leave them [\d.]+ GiB .* the disk has [\d.]+ GiB for them: .*\n$/,
    );
    expect(first.exitCode).toBe(0);
    expect(first.stdout).toContain('+ container shop\n');
    expect(first.stdout).toContain('    ~ memory: 512 MiB -> 1 GiB\n');
    expect(first.stdout).toContain('    + publish: 8443:443\n');
    expect(first.stdout).toContain('+ link of shop and shop-db\n');
    expect(first.stdout).toContain('4 to add, 0 to change, 0 to remove: 7 steps\n');
    expect(first.stdout).toMatch(/\n\[7\/7\] add the alert container-memory of shop\n$/);
    const again = await apply(shop, [], { socketPath });
    expect(again).toEqual({ exitCode: 0, stdout: '', stderr: 'Nothing differs.\n' });
    expect(changes()).toHaveLength(7);
  });

  it('shows what differs by a dry run, whose exit code says whether something does', async () => {
    const socketPath = await given({});
    const dry = await apply(shop, ['--dry-run', '--json'], { socketPath });
    expect(dry.exitCode).toBe(5);
    expect(linesOf(dry.stdout)[0]).toMatchObject({
      step: { subject: 'container shop', operation: 'container.create', loss: null },
    });
    expect((await apply('', ['--dry-run'], { socketPath })).exitCode).toBe(0);
    expect(changes()).toEqual([]);
  });

  it('asks before what loses data, and does nothing of all when nobody says yes', async () => {
    const socketPath = await given({});
    const text = 'containers: {web: {image: debian-13, state: stopped, tags: [x]}}';
    expect(await apply(text, [], { socketPath })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^! web is stopped, and what runs in it ends\n.*give --yes/) as string,
    });
    expect((await apply(text, ['--json'], { socketPath })).exitCode).toBe(2);
    expect(changes()).toEqual([]);
    expect((await apply(text, ['--yes'], { socketPath })).exitCode).toBe(0);
    expect(changes()).toEqual(['container.stop', 'container.tag']);
  });

  it('removes what the file no longer has with --prune, and only that', async () => {
    const socketPath = await given({});
    await apply(shop, [], { socketPath });
    const less = 'managed-by: shop\ncontainers: {shop: {image: debian-13}}';
    expect((await apply(less, ['--dry-run'], { socketPath })).exitCode).toBe(0);
    const { stdout, exitCode } = await apply(less, ['--prune', '--yes'], { socketPath });
    expect([exitCode, stdout]).toEqual([
      0,
      '- container shop-db\n  ! shop-db is removed with all its files and snapshots\n' +
        '0 to add, 0 to change, 1 to remove: 1 step\n[1/1] remove shop-db\n',
    ]);
    expect(await apply('containers: {}', ['--prune'], { socketPath })).toMatchObject({ exitCode: 2 });
  });

  it.each([
    ['volumes: ["/etc:/data"]', 'containers.new.volumes.0: cannot use /etc for a volume: it belongs to the system'],
    [
      'volumes: ["/srv/a:/a", {source: /proc, target: /b}]',
      'containers.new.volumes.1: cannot use /proc for a volume: ',
    ],
    [
      'publish: ["81:80", "22:22"]',
      'containers.new.publish.1: cannot publish TCP port 22: a program of the host listens',
    ],
    ['network: none, publish: ["81:80"]', 'containers.new.publish.0: cannot publish TCP port 81: new is not behind'],
  ])('promises nothing that the host denies: %s (N12)', async (fields, problem) => {
    const socketPath = await given({});
    const text = `containers: {new: {image: debian-13, ${fields}}}`;
    for (const words of [['--dry-run'], ['--yes']]) {
      const { exitCode, stdout, stderr } = await apply(text, words, { socketPath });
      expect([exitCode, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/^bulkheadctl: cannot use standard input:1:\d+: /);
      expect(stderr).toContain(problem);
    }
    expect(changes()).toEqual([]);
  });

  it('promises no change of a container, and no network, that the host denies (N12)', async () => {
    const socketPath = await given({});
    const text =
      'networks: {all: {net: 0.0.0.0/0}}\ncontainers: {db: {image: debian-13, publish: ["53:53/udp"], volumes: ["/boot:/b"]}}';
    const { exitCode, stderr } = await apply(text, ['--dry-run'], { socketPath });
    expect(exitCode).toBe(1);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(
        /^standard input:1:23: networks.all.net: cannot set up the network all: 0.0.0.0\/0 is no net/,
      ),
      expect.stringMatching(/^standard input:2:\d+: containers.db.publish.0: cannot publish UDP port 53: a program/),
      expect.stringMatching(/^standard input:2:\d+: containers.db.volumes.0: cannot use \/boot for a volume: /),
      'bulkheadctl: cannot use standard input: correct these 3 mistakes',
      '',
    ]);
    const asJson = await apply(text, ['--dry-run', '--json'], { socketPath });
    expect(JSON.parse(asJson.stderr)).toMatchObject({ error: { data: { problems: { length: 3 } } } });
    expect(changes()).toEqual([]);
  });

  it('asks as of the host once the plan has given up what it gives up (N12)', async () => {
    const socketPath = await given({});
    const text = `
networks: {shop: {}}
containers:
  web: {image: debian-13, publish: []}
  new: {image: debian-13, network: "bridge:shop", publish: ["80:80"]}`;
    expect((await apply(text, ['--dry-run'], { socketPath })).exitCode).toBe(5);
    const kept = text.replace('web: {image: debian-13, publish: []}', 'web: {image: debian-13}');
    expect(await apply(kept, ['--dry-run'], { socketPath })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('cannot publish TCP port 80: web has published it') as string,
    });
  });

  it('asks in several calls where a plan takes more than one holds, and names what is denied in the last (N12)', async () => {
    const asked: number[] = [];
    const socketPath = await given({
      'plan.check': async ({ networks, published, volumes }) => {
        asked.push(published.length);
        return {
          networks: networks.map(() => null),
          published: published.map(({ hostPort }) => (hostPort === 2639 ? 'it is the last' : null)),
          volumes: volumes.map(() => null),
        };
      },
    });
    const containers = Array.from({ length: 10 }, (_, one) => {
      const ports = Array.from({ length: 64 }, (_port, at) => `"${2000 + 64 * one + at}:80"`);
      return `  c${one}: {image: debian-13, publish: [${ports.join(', ')}]}\n`;
    });
    const { stderr } = await apply(`containers:\n${containers.join('')}`, ['--dry-run'], { socketPath });
    expect(stderr).toContain('standard input:11:');
    expect(stderr).toContain('containers.c9.publish.63: cannot publish TCP port 2639: it is the last');
    expect(asked).toEqual([500, 140]);
  });

  it('says that an older helper cannot be asked, and goes on', async () => {
    const socketPath = await given({
      'plan.check': async () => fail('operation-unknown', { operation: 'plan.check' }),
    });
    const text = 'containers: {new: {image: debian-13, publish: ["22:22"]}}';
    expect(await apply(text, ['--dry-run'], { socketPath })).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining('The helper is older') as string,
    });
  });

  it('names the container whose step failed, and says what was done and what is left', async () => {
    const socketPath = await given({
      'port.publish': async () => fail('network-unavailable', { reason: 'nft is missing' }),
    });
    const text =
      'containers: {web: {image: debian-13, limits: {memory: 3G}, publish: ["81:81"], links: [cache, wiki]}}';
    const { exitCode, stderr } = await apply(text, [], { socketPath });
    expect(exitCode).toBe(1);
    const reason = 'cannot set up the network: nft is missing';
    expect(stderr).toBe(
      [
        `[5/6] publish 81:81 of web: ${reason}`,
        '4 steps done, 2 left:',
        '  publish 81:81 of web',
        '  link web and wiki',
        `bulkheadctl: ${reason}\n`,
      ].join('\n'),
    );
    const asJson = await apply(text, ['--json', '--yes'], { socketPath });
    expect(linesOf(asJson.stdout).at(-1)).toMatchObject({
      left: [{ operation: 'port.publish' }, { operation: 'network.link' }],
    });
    expect(JSON.parse(asJson.stderr)).toMatchObject({ error: { code: 'network-unavailable' } });
  });

  it('goes on after a failure with what does not depend on it', async () => {
    const socketPath = await given({
      async *'container.create'({ name }) {
        yield* [];
        fail('container-failed', { name, reason: 'its layer is gone' });
      },
    });
    const text =
      'containers: {one: {image: debian-13, state: running, links: [web]}, web: {image: debian-13, limits: {memory: 3G}}}';
    const { exitCode, stdout, stderr } = await apply(text, [], { socketPath });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^\[1\/4\] create one .*its layer is gone\n1 step done, 3 left:\n {2}create one /m);
    expect(stderr).toContain('  link one and web\n');
    expect(stdout).toMatch(/ of web/);
  });

  it('gives up the rest where the caller has no right', async () => {
    const socketPath = await given({
      'container.configure': async () => fail('not-authorised', { action: 'manage-containers' }),
    });
    const text =
      'containers: {web: {image: debian-13, limits: {memory: 3G}}, wiki: {image: debian-13, description: a wiki}}';
    const { stdout, stderr } = await apply(text, [], { socketPath });
    expect(stdout).not.toMatch(/^\[/m);
    expect(stderr).toMatch(/^0 steps done, /);
  });

  it('names before anything is changed which containers need what the host does not have', async () => {
    const socketPath = await given({
      'volume.check': async ({ source }) => ({ problem: source === '/srv/gone' ? 'there is no such folder' : null }),
      'plan.check': async ({ volumes, ownDomain }) => ({
        networks: [],
        published: [],
        volumes: volumes.map(() => null),
        ownDomain: ownDomain ? 'the host has no /usr/bin/secilc' : null,
      }),
    });
    const volume = 'volumes: [{source: /srv/gone, target: /srv/data}]';
    const text = `containers:\n  one: {image: debian-13, confinement: own}\n  two: {image: debian-13, ${volume}}\n`;
    const { exitCode, stderr } = await apply(text, ['--dry-run'], { socketPath });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'containers.one.confinement: cannot install the policy module: the host has no /usr/bin/secilc',
    );
    expect(stderr).toContain('containers.two.volumes.0: cannot use /srv/gone for a volume: there is no such folder');
    expect(changes()).toEqual([]);
  });

  it('leaves folders alone that the caller may not look for', async () => {
    const socketPath = await given({
      'volume.check': async () => fail('not-authorised', { action: 'attach-volumes' }),
    });
    const text = 'containers: {two: {image: debian-13, volumes: [{source: /srv/new, target: /srv/data}]}}';
    expect((await apply(text, ['--dry-run'], { socketPath })).exitCode).toBe(5);
  });

  it('says nothing of disk space where the host has no project quotas', async () => {
    const socketPath = await given({
      'host.info': async () => ({ ...fakeHostInfo, disk: { ...fakeDisk, backing: 'file' } }),
    });
    expect((await apply('containers: {new: {image: debian-13}}', ['--dry-run'], { socketPath })).stderr).toBe('');
  });

  it('says from when on a change holds', async () => {
    const socketPath = await given({});
    const { stdout } = await apply('containers: {web: {image: debian-13, hostname: shop}}', [], { socketPath });
    expect(stdout).toContain('change settings of web; from its next start\n');
  });

  it('names the place of every mistake, before it asks a host', async () => {
    const text = 'containers:\n  web:\n    image: 5\n    foo: 1\nx: y\n';
    expect(await apply(text, [], { socketPath: '/nowhere' })).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        'standard input:3:12: containers.web.image: must be text\n' +
        'standard input:4:5: containers.web.foo: there is no field foo here\n' +
        'standard input:5:1: x: there is no field x here\n' +
        'bulkheadctl: cannot use standard input: correct these 3 mistakes\n',
    });
    const { stderr } = await apply('a: [', ['--json'], { socketPath: '/nowhere' });
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'file-invalid', data: { problems: [{ file: 'standard input', line: 1 }] } },
    });
    expect((await apply('containers: {web: {image: gone}}', [], { socketPath: await given({}) })).stderr).toMatch(
      /^bulkheadctl: cannot use standard input:1:27: containers\.web\.image: /,
    );
  });

  it.each([
    ['a: 1\n---\nb', 'must be a group of fields'],
    ['containers: {web: {image: a}}\n---\ncontainers: {web: {image: a}}', 'is declared twice'],
    ['managed-by: a\n---\nmanaged-by: b', 'must be the same in all'],
    ['alerts: [{kind: oom}]\n---\nalerts: [{kind: oom}]', 'is declared twice'],
    ['containers: {drill-victim-012345: {image: a}}', 'is a name of the isolation drill'],
    ['managed-by: Shop', 'must hold at most 21 small letters'],
    ['version: 2', 'must be 1'],
  ])('reads %j as a mistake', async (text, problem) => {
    expect((await apply(text, [], { socketPath: '/nowhere' })).stderr).toContain(problem);
  });

  it.each([
    ['containers:\n  __proto__: {image: debian-13}\n', 'standard input:2:3: containers.__proto__'],
    ['networks:\n  "__proto__": {}\n', 'standard input:2:3: networks.__proto__'],
    [
      'containers:\n  a: {image: x, environment: {__proto__: x}}\n',
      'standard input:2:31: containers.a.environment.__proto__',
    ],
    ['containers:\n  a: {image: x, lxc: {__proto__: "1"}}\n', 'standard input:2:23: containers.a.lxc.__proto__'],
  ])('passes over nothing that a file says of __proto__ (N18)', async (text, place) => {
    const socketPath = await given({});
    const { exitCode, stderr } = await apply(text, ['--dry-run'], { socketPath });
    expect([exitCode, stderr]).toEqual([1, `bulkheadctl: cannot use ${place}: nothing can have the name __proto__\n`]);
    expect(givenCalls()).toEqual([]);
  });

  it('shows the names of a host escaped, and cannot read what is no text', async () => {
    expect((await runCommand(['apply', '-f', '/nonexistent'])).stderr).toMatch(/cannot read \/nonexistent: ENOENT/);
    expect((await runCommand(['apply'])).exitCode).toBe(2);
    const stdin = new PassThrough();
    stdin.end(Buffer.from([0xff, 0xfe]));
    expect((await runCommand(['apply', '-f', '-'], { stdin })).stderr).toContain('it is no text in UTF-8');
    expect((await apply('containers: {"a\\e[2Jb": {}}', [], {})).stderr).not.toContain('\x1b');
  });

  it('prints a schema for editors without a host', async () => {
    const { stdout } = await runCommand(['apply', '--schema']);
    expect(JSON.parse(stdout)).toMatchObject({
      properties: { containers: { additionalProperties: { required: ['image'] } } },
    });
  });
});

describe('declare', () => {
  it('writes a file that changes nothing on the host that it was written of', async () => {
    const socketPath = await given({});
    await apply(shop, [], { socketPath });
    const written = await runCommand(['declare'], { socketPath });
    expect(written).toMatchObject({ exitCode: 0, stderr: '' });
    expect(written.stdout).toContain(
      '  shop:\n    image: debian-13\n    state: running\n    description: The new shop\n',
    );
    expect(await apply(written.stdout, ['--dry-run'], { socketPath })).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'Nothing differs.\n',
    });
  });

  it('creates the same on a host that has nothing', async () => {
    const socketPath = await given({});
    const all = (await runCommand(['declare'], { socketPath })).stdout;
    const only = (await runCommand(['declare', 'web', 'db'], { socketPath })).stdout;
    expect(parseAllDocuments(only)[0]?.toJS()).toEqual({
      version: 1,
      containers: {
        web: expect.objectContaining({ publish: ['80:80', '443:443'], links: ['cache'] }) as object,
        db: expect.objectContaining({
          description: 'PostgreSQL of shop and wiki',
          links: expect.arrayContaining(['web']) as object,
        }) as object,
      },
    });
    expect(all).toContain('alerts:\n');
    const empty = await given({
      'volume.check': async () => ({ problem: null }),
      'container.list': async () => ({ containers: [] }),
    });
    const { stdout, exitCode } = await apply(all, ['--dry-run'], { socketPath: empty });
    expect(exitCode).toBe(5);
    expect(stdout).toContain('+ container web\n');
  });

  it('writes those of a tag, and names what is not there', async () => {
    const socketPath = await given({});
    const { stdout } = await runCommand(['--json', 'declare', '--tag', 'front'], { socketPath });
    expect(Object.keys((JSON.parse(stdout) as { containers: object }).containers)).toContain('web');
    expect((await runCommand(['declare', 'gone'], { socketPath })).stderr).toContain('no such container');
  });
});
