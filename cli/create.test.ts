// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../contract/model/containers/limits.ts';
import { noSettings } from '../contract/model/containers/settings.ts';
import { fail } from '../contract/errors.ts';
import type { Image } from '../contract/model/host/image.ts';
import { presetSchema } from '../contract/preset.ts';
import type { SomeHandlers } from '../testing/socket-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';
import { fakeContainer } from '../testing/models/container.ts';
import { fakeDisk, fakeHostInfo } from '../testing/models/host.ts';
import { given, givenCalls } from '../testing/given-host.ts';
import { noDenials, sampling } from '../testing/common-handlers.ts';
import { webRow } from './fixtures/container-rows.ts';

describe('create', () => {
  const creating: SomeHandlers = {
    ...sampling,
    ...noDenials,
    'host.info': async () => fakeHostInfo,
    async *'container.create'({ name }) {
      yield { step: 'check', fraction: 0 };
      yield { step: 'start', fraction: 0.5 };
      return fakeContainer({ name });
    },
  };

  it('gives its steps and then the container', async () => {
    const socketPath = await given(creating);
    const { stdout } = await runCommand(['create', 'web', '--image', 'debian-13', '--json'], { socketPath });
    expect(linesOf(stdout)).toEqual([
      { step: 'check', fraction: 0 },
      { step: 'start', fraction: 0.5 },
      { done: webRow },
    ]);
  });

  it('prints what the configuration would be, and creates nothing, with --dry-run', async () => {
    const asked: unknown[] = [];
    const socketPath = await given({
      'container.preview-creation': async (params) => (
        asked.push(params.limits.memoryBytes),
        { lines: [{ key: 'lxc.uts.name', value: params.name }] }
      ),
      'image.list': async () => ({ images: [] }),
    });
    const words = ['create', 'web', '--image', 'debian-13', '--memory', '1G', '--dry-run'];
    expect((await runCommand(words, { socketPath })).stdout).toBe('lxc.uts.name = web\n');
    expect(linesOf((await runCommand([...words, '--json'], { socketPath })).stdout)).toEqual([
      { key: 'lxc.uts.name', value: 'web' },
    ]);
    expect([asked, givenCalls()]).toEqual([[2 ** 30, 2 ** 30], expect.not.arrayContaining(['container.create'])]);
  });

  it('says where the limits of all containers are more than the disk has', async () => {
    const disk = { ...fakeDisk, isOvercommitted: true };
    const socketPath = await given({ ...creating, 'host.info': async () => ({ ...fakeHostInfo, disk }) });
    const { stderr } = await runCommand(['create', 'web', '--image', 'debian-13'], { socketPath });
    expect(stderr).toMatch(/\nThe limits of disk space of all containers are more than the disk has: /);
  });

  it('tells people the steps on stderr, and nothing with --quiet', async () => {
    const socketPath = await given(creating);
    const words = ['create', 'web', '--image', 'debian-13'];
    expect(await runCommand(words, { socketPath })).toEqual({
      exitCode: 0,
      stdout: 'created web (system_u:system_r:bulkhead_t:s0:c5,c6), running\n',
      stderr: '  0 %  checking what was asked for\n 50 %  starting it\n',
    });
    expect(await runCommand([...words, '--quiet'], { socketPath })).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  describe('of an application image', () => {
    const nginx: Image = {
      name: 'nginx',
      description: '',
      architecture: 'amd64',
      sizeBytes: 1,
      createdAt: 1,
      sha256: null,
      origin: null,
      hasInit: false,
      usedBy: [],
      application: {
        entrypoint: ['/entry'],
        command: ['nginx', '-g', 'daemon off;'],
        user: '101',
        folder: '/srv',
        environment: ['A=1', 'container=x'],
        ports: ['80/tcp'],
        stopSignal: 'SIGQUIT',
      },
    };
    async function created(...words: readonly string[]): Promise<{ readonly asked: unknown; readonly stderr: string }> {
      let asked: unknown;
      const socketPath = await given({
        ...creating,
        'image.list': async () => ({ images: [nginx] }),
        async *'container.create'(params) {
          asked = params;
          return fakeContainer();
        },
      });
      const { stderr } = await runCommand(['create', 'web', '--image', 'nginx', ...words], { socketPath });
      return { asked, stderr };
    }

    it('says and takes what the image proposes', async () => {
      const { asked, stderr } = await created();
      expect(asked).toMatchObject({
        ports: [{ port: 80, protocol: 'tcp' }],
        published: [],
        settings: {
          program: ['/entry', 'nginx', '-g', 'daemon off;'],
          user: '101',
          folder: '/srv',
          stopSignal: 'SIGQUIT',
          environment: [{ name: 'A', value: '1' }, { name: 'PATH' }],
        },
      });
      expect(stderr).toBe(
        "It runs /entry nginx -g 'daemon off;' as 101.\n" +
          'Its image says that it listens on 80: --publish HOSTPORT:PORT leads there.\n' +
          'Its variable container cannot be set.\n',
      );
    });

    it('takes what a person chose before that', async () => {
      const { asked, stderr } = await created(
        ...['--setting', "program=nginx -c '/my conf'", '--setting', 'user=none', '--setting', 'env.A=2'],
        ...['--publish', '8080:80'],
      );
      expect(asked).toMatchObject({
        settings: { program: ['nginx', '-c', '/my conf'], user: null, folder: '/srv' },
      });
      expect(stderr).not.toContain('leads there');
      expect((asked as { settings: { environment: unknown[] } }).settings.environment[0]).toEqual({
        name: 'A',
        value: '2',
      });
    });

    it('takes the init of the image when that is asked for', async () => {
      const { asked } = await created('--setting', 'program=none');
      expect(asked).toMatchObject({ ports: [], settings: noSettings });
    });

    it('says which program it cannot read', async () => {
      expect((await created('--setting', "program=nginx 'x")).stderr).toContain('a quote does not end');
      expect((await created('--setting', 'stop-signal=SIGKILL')).stderr).toContain('stop-signal');
    });
  });

  it('takes what a preset has, and what is given before that', async () => {
    const asked: unknown[] = [];
    const preset = presetSchema().parse({
      name: 'shop',
      choices: {
        image: 'debian-12',
        limits: { memoryBytes: 2 ** 30, cpus: 2 },
        tags: ['prod'],
        settings: { description: 'Shop' },
      },
    });
    const socketPath = await given({
      ...creating,
      'preset.list': async () => ({ presets: [preset] }),
      'preset.save': async (params) => (asked.push(params), { before: null }),
      'preset.remove': async (params) => (asked.push(params), { before: preset }),
      async *'container.create'(params) {
        asked.push(params);
        return fakeContainer();
      },
    });
    const run = async (...words: readonly string[]): Promise<string> => {
      const { stdout, stderr } = await runCommand(words, { socketPath });
      return stdout + stderr;
    };
    await run('create', 'web', '--preset', 'shop', '--memory', '2G', '--setting', 'hostname=web.example.org');
    expect(asked.pop()).toMatchObject({
      name: 'web',
      image: 'debian-12',
      limits: { memoryBytes: 2 * 2 ** 30, cpus: 2 },
      tags: ['prod'],
      settings: { description: 'Shop', hostname: 'web.example.org' },
    });
    expect(await run('create', 'web', '--preset', 'other')).toContain('cannot find the preset other');
    expect(await run('create', 'web')).toContain('name the image, or a preset');
    expect(await run('preset', 'ls')).toMatch(/shop +debian-12 +nat +shared +prod\n$/);
    expect(await run('preset', 'save', 'db', '--image', 'debian-13', '--tag', 'db')).toBe('saved db\n');
    expect(asked).toEqual([presetSchema().parse({ name: 'db', choices: { image: 'debian-13', tags: ['db'] } })]);
    expect(await run('preset', 'save', 'db', '--image', 'debian-13', '--address', '10.0.3.9')).toContain(
      "one container's",
    );
    expect(await run('preset', 'rm', 'db')).toBe('removed db\n');
  });

  it('passes on what was chosen, volumes and learning in the one call (window 6)', async () => {
    const chosen: unknown[] = [];
    const socketPath = await given({
      ...creating,
      async *'container.create'(params) {
        chosen.push(params);
        return fakeContainer();
      },
    });
    expect(
      await runCommand(
        [
          'create',
          'db',
          '--image',
          'i',
          '--memory',
          '1.5G',
          '--cpus',
          '1.5',
          '--pids',
          'none',
          '--disk',
          '20G',
          '--io-write',
          '20M',
          '--network',
          'bridge:br0',
          '--start',
        ],
        { socketPath },
      ),
    ).toMatchObject({ exitCode: 0, stderr: '' });
    await runCommand(['create', 'web', '--image', 'i'], { socketPath });
    await runCommand(
      [
        'create',
        'shop',
        '--image',
        'i',
        ...['--tag', 'prod', '--tag', 'front'],
        '--volume',
        '/srv/a:/a:ro',
        '--confinement',
        'learning',
        '--learn',
        '30m',
        '--listen',
        '80',
        '--profile',
        'web',
        '--allow',
        'ping',
        '--allow',
        'connect:postgresql_port_t',
        '--allow',
        'connect:25/tcp',
        '--start',
      ],
      { socketPath },
    );
    expect(chosen).toEqual([
      {
        name: 'db',
        image: 'i',
        limits: {
          ...defaultLimits,
          memoryBytes: 1_610_612_736,
          cpus: 1.5,
          pids: null,
          diskBytes: 21_474_836_480,
          ioWriteBytesPerSecond: 20_971_520,
        },
        network: { kind: 'bridge', bridge: 'br0' },
        confinement: 'own',
        learnSeconds: 3600,
        ports: [],
        allow: ['connect-web'],
        connectTypes: [],
        connectPorts: [],
        volumes: [],
        published: [],
        tags: [],
        settings: noSettings,
        start: true,
      },
      {
        name: 'web',
        image: 'i',
        limits: defaultLimits,
        network: { kind: 'nat' },
        confinement: 'own',
        learnSeconds: 3600,
        ports: [],
        allow: ['connect-web'],
        connectTypes: [],
        connectPorts: [],
        volumes: [],
        published: [],
        tags: [],
        settings: noSettings,
        start: false,
      },
      {
        name: 'shop',
        image: 'i',
        limits: defaultLimits,
        network: { kind: 'nat' },
        confinement: 'learning',
        learnSeconds: 1800,
        ports: [
          { protocol: 'tcp', port: 80 },
          { protocol: 'tcp', port: 443 },
        ],
        allow: ['connect-web', 'ping', 'jit'],
        connectTypes: ['postgresql_port_t'],
        connectPorts: [{ protocol: 'tcp', port: 25 }],
        volumes: [{ source: '/srv/a', target: '/a', readOnly: true, share: false }],
        published: [],
        tags: ['prod', 'front'],
        settings: noSettings,
        start: true,
      },
    ]);
  });

  it('waits at Ctrl-C until the helper has cleaned up', async () => {
    let isClean = false;
    const socketPath = await given({
      async *'container.create'(_, { signal }) {
        try {
          yield { step: 'check', fraction: 0 };
          await once(signal, 'abort');
          return fail('cancelled', {});
        } finally {
          await new Promise((resolve) => setTimeout(resolve, 30));
          isClean = true;
        }
      },
    });
    const outcome = await runCommand(['create', 'web', '--image', 'i', '--json'], {
      socketPath,
      onOutput: (_, interrupt) => interrupt(),
    });
    expect({ ...outcome, isClean }).toEqual({
      exitCode: 1,
      stdout: '{"step":"check","fraction":0}\n',
      stderr: '{"error":{"code":"cancelled","message":"cannot finish: it was cancelled","data":{}}}\n',
      isClean: true,
    });
  });
});
