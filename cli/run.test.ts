// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { groupIdOf } from '../audit/denial-tally.ts';
import { defaultLimits } from '../contract/model/limits.ts';
import { fail } from '../contract/errors.ts';
import { type SomeHandlers, type SocketHost, type SocketHostOptions, startSocketHost } from '../testing/socket-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';
import { fakeContainer, stoppedContainer } from '../testing/models/container.ts';
import { fakeEvent, fakeGroup, fakeGroupedEvent } from '../testing/models/denial.ts';
import { fakeHostInfo } from '../testing/models/host.ts';
import { fakeSample } from '../testing/models/sample.ts';

let host: SocketHost | undefined;

afterEach(async () => {
  await host?.close();
  host = undefined;
});

async function given(handlers: SomeHandlers, options: SocketHostOptions = {}): Promise<string> {
  host = await startSocketHost(handlers, options);
  return host.socketPath;
}

const noDenials = {
  'denial.query': async () => ({ groups: [], events: [], lost: 0, auditLog: null }),
} satisfies SomeHandlers;
const sampling: SomeHandlers = {
  async *'sample.watch'({ names }, { signal }) {
    for (let time = 1; !signal.aborted; time += 1) yield { samples: [fakeSample(time, names ?? ['web'])] };
    return {};
  },
};

const webRow = {
  name: 'web',
  state: 'running',
  image: 'debian-13',
  domain: 'bulkhead_t',
  context: 'system_u:system_r:bulkhead_t:s0:c5,c6',
  categories: ['c5', 'c6'],
  userns: 1_000_000,
  init_pid: 4711,
  ip: '10.0.3.7',
  cpu_usec: 123_456,
  memory_bytes: 67_108_864,
  memory_max: 536_870_912,
  pids: 9,
  disk_bytes: 2048,
  disk_max: 10_737_418_240,
  disk_inodes: 7,
  disk_inodes_max: 500_000,
  disk_backing: 'project-quota',
  denials_24h: 0,
  volumes: [],
};
const dbRow = {
  ...webRow,
  name: 'db',
  state: 'stopped',
  init_pid: null,
  ip: null,
  cpu_usec: null,
  memory_bytes: null,
  pids: null,
  disk_bytes: null,
  disk_inodes: null,
};

describe('exit codes', () => {
  it('is 0 and prints help when asked', async () => {
    const { exitCode, stdout, stderr } = await runCommand(['create', '--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('bulkheadctl create web --image debian-13 --start');
  });

  it('is 1 when it failed', async () => {
    const socketPath = await given({ 'container.start': async ({ name }) => fail('container-not-found', { name }) });
    expect(await runCommand(['start', 'web'], { socketPath })).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'bulkheadctl: cannot find the container web: no such container on this host\n',
    });
  });

  it.each([
    [[]],
    [['unknown']],
    [['ls', '--unknown']],
    [['--host', 'nowhere', 'ls']],
    [['start', '../web']],
    [['start']],
    [['create', 'web']],
    [['create', 'web', '--image', 'i', '--memory', '5']],
    [['create', 'web', '--image', 'i', '--network', 'bridge:../x']],
    [['create', 'web', '--image', 'i', '--confinement', 'none']],
    [['set', 'web', 'disk=5']],
    [['set', 'web', 'memory=lots']],
    [['denials', '--since', 'whenever']],
    [['denials', '--input', '-', '--follow']],
    [['stats', '--count', '0']],
    [['snapshot', 'web']],
  ])('is 2 for %j, with one line and nothing asked of a host', async (words) => {
    const { exitCode, stdout, stderr } = await runCommand(words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^bulkheadctl: cannot [^\n]+\n$/);
  });

  it.each(['not-authorised', 'authorisation-dismissed'] as const)('is 3 when %s', async (code) => {
    const socketPath = await given({}, { admit: () => fail(code, { action: 'view-host' }) });
    const { exitCode, stderr } = await runCommand(['ls', '--json'], { socketPath });
    expect(exitCode).toBe(3);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code, data: { action: 'view-host' } } });
  });

  it('is 4 when there is no helper', async () => {
    const { exitCode, stdout, stderr } = await runCommand(['--json', 'info']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'host-unreachable', data: { host: 'local' } } });
  });

  it('is 4 when the helper is not root (A6)', async () => {
    const socketPath = await given({ 'host.info': async () => fakeHostInfo });
    const { exitCode, stderr } = await runCommand(['info'], { socketPath, peerUid: 1002 });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 4,
      stderr:
        `bulkheadctl: cannot trust the host local: ${socketPath} is served by the user with uid ` +
        `1002 instead of root; nothing was sent to it\n`,
    });
    expect(host?.called).toEqual([]);
  });

  it('is 4 when the helper hangs up at once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bulkhead-cli-'));
    const socketPath = join(folder, 'helper.sock');
    const server = createServer((socket) => void socket.destroy()).listen(socketPath);
    await once(server, 'listening');
    const { exitCode, stderr } = await runCommand(['info'], { socketPath });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 4,
      stderr: expect.stringMatching(/^bulkheadctl: cannot reach the host local: /) as string,
    });
    server.close();
    await rm(folder, { recursive: true });
  });

  it('is 4 when the connection goes in the middle', async () => {
    const socketPath = await given({
      'host.info': async () => (setImmediate(() => void host?.close()), new Promise(() => undefined)),
    });
    const running = runCommand(['info', '--json'], { socketPath });
    const { exitCode, stderr } = await running;
    host = undefined;
    expect(exitCode).toBe(4);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'connection-lost' } });
  });

  it('tells a fault of the helper by its reference', async () => {
    const socketPath = await given({
      'host.info': async () => {
        throw new Error('secret');
      },
    });
    expect(await runCommand(['info'], { socketPath })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/reference-1\n$/) as string,
    });
  });
});

describe('info', () => {
  it('gives one JSON value', async () => {
    const socketPath = await given({ 'host.info': async () => fakeHostInfo });
    const { stdout } = await runCommand(['info', '--json'], { socketPath });
    expect(linesOf(stdout)).toEqual([
      {
        hostname: 'lab',
        operating_system: 'Debian GNU/Linux 13',
        kernel: '6.12.1',
        cpus: 2,
        memory_bytes: 3_221_225_472,
        booted_at: 1_795_500_000,
        lxc: '6.0.4',
        cgroup: 'v2',
        polkit: '126',
        selinux: { status: 'enabled', mode: 'enforcing', policy: 'default', mls: true, base_module: true },
        denial_source: 'auditd',
        audit_log: {
          state: 'writing',
          since: 1_795_500_000,
          free_bytes: 10_737_418_240,
          needed_bytes: 56_623_104,
          attempts: 0,
          has_given_up: false,
        },
        audit_lost: 0,
        helper: { version: '0.1.0', protocol: 1, pid: 812 },
        disk: {
          backing: 'project-quota',
          total_bytes: 107_374_182_400,
          free_bytes: 42_949_672_960,
          reserve_bytes: 5_368_709_120,
          total_inodes: 6_000_000,
          free_inodes: 5_000_000,
          reserve_inodes: 300_000,
          overcommitted: false,
        },
        limits: { containers: 1000, consoles_per_user: 32 },
      },
    ]);
  });

  it('tells people the same, without colour where there is no terminal', async () => {
    const socketPath = await given({ 'host.info': async () => fakeHostInfo });
    const { stdout } = await runCommand(['info'], { socketPath });
    expect(stdout).toContain('SELinux       enforcing, policy default with levels\n');
    expect(stdout).not.toContain('\x1b');
  });
});

describe('an auditd that writes nothing', () => {
  const auditLog = {
    state: 'suspended' as const,
    since: 1_795_500_000,
    freeBytes: 0,
    neededBytes: 56_623_104,
    attempts: 0,
    hasGivenUp: false,
  };

  it('is said by info, and by denials on stderr, whatever is chosen (review F1)', async () => {
    const socketPath = await given({
      'host.info': async () => ({ ...fakeHostInfo, denialSource: 'audit-socket' as const, auditLog }),
      'denial.query': async () => ({ groups: [], events: [], lost: 0, auditLog }),
    });
    expect((await runCommand(['info'], { socketPath })).stdout).toContain(
      'auditd has stopped writing its log: 0 MiB are free, 54 MiB are needed.',
    );
    expect(linesOf((await runCommand(['info', '--json'], { socketPath })).stdout)).toMatchObject([
      { denial_source: 'audit-socket', audit_log: { state: 'suspended', free_bytes: 0 } },
    ]);
    for (const words of [['denials'], ['denials', '--json', '--quiet']])
      expect((await runCommand(words, { socketPath })).stderr).toContain(
        'bulkheadctl: auditd has stopped writing its log',
      );
  });

  it('is said once while denials are followed, and again after it went on (review F1)', async () => {
    const item = (state: 'suspended' | 'writing') => ({
      type: 'added' as const,
      groups: [],
      events: [],
      lost: 0,
      auditLog: { ...auditLog, state },
    });
    const socketPath = await given({
      async *'denial.watch'() {
        yield* [item('suspended'), item('suspended'), item('writing'), item('suspended')];
        return {};
      },
    });
    expect((await runCommand(['denials', '--follow'], { socketPath })).stderr.match(/stopped writing/g)).toHaveLength(
      2,
    );
  });
});

describe('ls', () => {
  const listing: SomeHandlers = {
    ...sampling,
    'container.list': async () => ({ containers: [fakeContainer(), stoppedContainer] }),
  };

  it('gives a line for each container, with sample and denials', async () => {
    const since: (number | undefined)[] = [];
    const socketPath = await given({
      ...listing,
      'denial.query': async (query) => {
        since.push(query.since);
        return {
          groups: [fakeGroup({ count: query.container === 'web' ? 2 : 5 })],
          events: [],
          lost: 0,
          auditLog: null,
        };
      },
    });
    const { stdout, exitCode } = await runCommand(['ls', '--json'], { socketPath, now: 100_000 });
    expect(linesOf(stdout)).toEqual([{ ...webRow, denials_24h: 2 }, dbRow]);
    expect({ exitCode, since }).toEqual({ exitCode: 0, since: [13_600, 13_600] });
  });

  it('leaves the denials open for those who may not see them', async () => {
    const socketPath = await given(
      { ...listing, ...noDenials },
      { admit: (name) => (name === 'denial.query' ? fail('not-authorised', { action: 'view-denials' }) : undefined) },
    );
    const { stdout, exitCode } = await runCommand(['ls', '--json'], { socketPath });
    expect({ exitCode, lines: linesOf(stdout) }).toEqual({
      exitCode: 0,
      lines: [
        { ...webRow, denials_24h: null },
        { ...dbRow, denials_24h: null },
      ],
    });
  });

  it('aligns a table', async () => {
    const socketPath = await given({ ...listing, ...noDenials });
    const { stdout } = await runCommand(['ls'], { socketPath });
    expect(stdout).toBe(
      [
        'NAME  STATE    DOMAIN      CATEGORIES  IMAGE      ADDRESS   MEMORY    LIMIT  TASKS   DISK   LIMIT  DENIALS 24H',
        'web   running  bulkhead_t  c5,c6       debian-13  10.0.3.7  64 MiB  512 MiB      9  2 KiB  10 GiB            0',
        'db    stopped  bulkhead_t  c5,c6       debian-13  -              -  512 MiB      -      -  10 GiB            0',
        '',
      ].join('\n'),
    );
  });

  it('has colour on a terminal, and none with NO_COLOR', async () => {
    const socketPath = await given({ ...listing, ...noDenials });
    const terminal = { columns: 80, rows: 24 };
    expect((await runCommand(['ls'], { socketPath, terminal })).stdout).toContain('\x1b[32mrunning');
    expect((await runCommand(['ls'], { socketPath, terminal, variables: { NO_COLOR: '1' } })).stdout).not.toContain(
      '\x1b',
    );
  });

  it('prints nothing on stdout when there are none', async () => {
    const socketPath = await given({ ...noDenials, 'container.list': async () => ({ containers: [] }) });
    expect(await runCommand(['ls', '--json'], { socketPath })).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('ends quietly when nobody reads its output', async () => {
    const socketPath = await given({ ...listing, ...noDenials });
    expect(await runCommand(['ls', '--json'], { socketPath, brokenOutput: 'EPIPE' })).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
    expect(await runCommand(['ls'], { socketPath, brokenOutput: 'ENOSPC' })).toMatchObject({
      exitCode: 1,
      stderr: 'bulkheadctl: cannot write the output: broken\n',
    });
  });
});

describe('create', () => {
  const creating: SomeHandlers = {
    ...sampling,
    ...noDenials,
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
        '--volume',
        '/srv/a:/a:ro',
        '--confinement',
        'learning',
        '--learn',
        '30m',
        '--listen',
        '80',
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
        confinement: 'shared',
        learnSeconds: 3600,
        ports: [],
        volumes: [],
        start: true,
      },
      {
        name: 'web',
        image: 'i',
        limits: defaultLimits,
        network: { kind: 'nat' },
        confinement: 'shared',
        learnSeconds: 3600,
        ports: [],
        volumes: [],
        start: false,
      },
      {
        name: 'shop',
        image: 'i',
        limits: defaultLimits,
        network: { kind: 'nat' },
        confinement: 'learning',
        learnSeconds: 1800,
        ports: [{ protocol: 'tcp', port: 80 }],
        volumes: [{ source: '/srv/a', target: '/a', readOnly: true, share: false }],
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

describe('what is done to containers by name', () => {
  it.each([
    ['start', 'container.start', 'started'],
    ['restart', 'container.restart', 'restarted'],
    ['freeze', 'container.freeze', 'froze'],
    ['unfreeze', 'container.unfreeze', 'unfroze'],
  ] as const)('%s does %s', async (word, operation, done) => {
    const socketPath = await given({
      [operation]: async ({ name }: { name: string }) => fakeContainer({ name }),
      ...sampling,
      ...noDenials,
    });
    expect((await runCommand([word, 'web', 'db'], { socketPath })).stdout).toBe(`${done} web\n${done} db\n`);
    expect(linesOf((await runCommand([word, 'web', '--json'], { socketPath })).stdout)).toEqual([webRow]);
  });

  it('goes on after one that fails, and says so in the exit code', async () => {
    const socketPath = await given({
      'container.stop': async ({ name, force }) =>
        name === 'a' ? fail('container-not-running', { name }) : fakeContainer({ name: force ? 'forced' : name }),
    });
    expect(await runCommand(['stop', '--force', 'a', 'b'], { socketPath })).toEqual({
      exitCode: 1,
      stdout: 'stopped b\n',
      stderr: 'bulkheadctl: cannot do this to the container a: it is not running; start it first\n',
    });
  });

  it('removes', async () => {
    const socketPath = await given({ 'container.remove': async () => ({}) });
    expect(linesOf((await runCommand(['rm', 'a', 'b', '--json'], { socketPath })).stdout)).toEqual([
      { removed: 'a' },
      { removed: 'b' },
    ]);
  });

  it('sets limits and says for each when it counts', async () => {
    const asked: unknown[] = [];
    const socketPath = await given({
      'container.configure': async ({ limits }) => {
        asked.push(limits);
        return {
          container: fakeContainer(),
          applied: [
            { key: 'memoryBytes', applies: 'live', note: null },
            { key: 'pids', applies: 'next-start', note: null },
            { key: 'diskBytes', applies: 'live', note: 'its layer holds 2 GiB' },
          ],
        };
      },
    });
    const words = ['set', 'web', 'memory=1G', 'pids=none', 'disk=1G'];
    expect(linesOf((await runCommand([...words, '--json'], { socketPath })).stdout)).toEqual([
      { name: 'web', applied: { memory: 'live', pids: 'next-start', disk: 'live' }, notes: ['its layer holds 2 GiB'] },
    ]);
    expect((await runCommand(words, { socketPath })).stdout).toBe(
      'memory: live\npids: next-start\ndisk: live\nnote: its layer holds 2 GiB\n',
    );
    expect(asked[0]).toEqual({ memoryBytes: 1_073_741_824, pids: null, diskBytes: 1_073_741_824 });
  });
});

describe('stats', () => {
  it('gives a line for each container and sample, and ends after --count', async () => {
    const socketPath = await given({ ...sampling, 'container.list': async () => ({ containers: [fakeContainer()] }) });
    const { stdout, exitCode } = await runCommand(['stats', 'web', '--count', '2', '--json'], { socketPath });
    const row = {
      name: 'web',
      cpu_usec: 123_456,
      cpu_percent: 12.5,
      memory_bytes: 67_108_864,
      memory_max: 536_870_912,
      pids: 9,
      disk_bytes: 2048,
      disk_max: 10_737_418_240,
      disk_inodes: 7,
      disk_inodes_max: 500_000,
      io_read_bytes: 4096,
      io_write_bytes: 8192,
      net_rx_bytes: 100,
      net_tx_bytes: 200,
      psi_cpu_some_avg10: 0.5,
      psi_memory_some_avg10: 0,
      psi_io_some_avg10: null,
    };
    expect({ exitCode, lines: linesOf(stdout) }).toEqual({
      exitCode: 0,
      lines: [
        { time: 1, ...row },
        { time: 2, ...row },
      ],
    });
  });

  it('ends at Ctrl-C as if it had been asked to', async () => {
    const socketPath = await given(sampling);
    const { exitCode, stderr } = await runCommand(['stats', '--json'], {
      socketPath,
      onOutput: (_, interrupt) => interrupt(),
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  it('knows a name that does not exist', async () => {
    const socketPath = await given({ ...sampling, 'container.list': async () => ({ containers: [] }) });
    expect(await runCommand(['stats', 'web'], { socketPath })).toMatchObject({ exitCode: 1, stdout: '' });
  });
});

describe('activity', () => {
  it('gives the latest, then with --follow what comes', async () => {
    const entry = {
      id: 1,
      begunAt: 10,
      endedAt: null,
      operation: 'container.start',
      subject: 'web',
      uid: 1001,
      user: 'operator',
      outcome: 'running',
      request: null,
      detail: null,
      change: null,
    } as const;
    const socketPath = await given({
      async *'activity.watch'() {
        yield { type: 'snapshot', entries: [entry] };
        yield { type: 'changed', entry: { ...entry, endedAt: 11, outcome: 'done' } };
        return {};
      },
    });
    const line = {
      id: 1,
      begun_at: 10,
      ended_at: null,
      operation: 'container.start',
      subject: 'web',
      uid: 1001,
      user: 'operator',
      outcome: 'running',
      request: null,
      detail: null,
      change: null,
    };
    expect(linesOf((await runCommand(['activity', '--json'], { socketPath })).stdout)).toEqual([line]);
    expect(linesOf((await runCommand(['activity', '--json', '--follow'], { socketPath })).stdout)).toEqual([
      line,
      { ...line, ended_at: 11, outcome: 'done' },
    ]);
  });
});

/** The interface names no inode. */
const { inode: _, ...withoutInode } = fakeEvent();
const toldEvent = { ...withoutInode, group: groupIdOf(fakeEvent()) };

describe('denials', () => {
  const group = {
    id: '0123456789abcdef',
    source_type: 'bulkhead_t',
    target_type: 'bulkhead_file_t',
    class: 'file',
    permissions: ['read'],
    count: 3,
    first: 1_795_533_000,
    last: 1_795_533_833.415,
    containers: ['web'],
    comms: ['cat'],
    permissive: false,
    notBlocked: 0,
    sample: toldEvent,
  };

  it('gives groups, or events, as the interface names their fields', async () => {
    const socketPath = await given({
      'denial.query': async ({ events }) => ({
        groups: [fakeGroup()],
        events: events > 0 ? [fakeGroupedEvent()] : [],
        lost: 0,
        auditLog: null,
      }),
    });
    expect(linesOf((await runCommand(['denials', '--json'], { socketPath })).stdout)).toEqual([group]);
    const { stdout } = await runCommand(['denials', '--events', '--json'], { socketPath });
    expect(stdout).toBe(`${JSON.stringify(toldEvent)}\n`);
  });

  it('says of a group whether all, some or none of it went through (window 5)', async () => {
    const groups = [
      fakeGroup({ notBlocked: 0 }),
      fakeGroup({ notBlocked: 2 }),
      fakeGroup({ notBlocked: 3, permissive: true }),
    ];
    const socketPath = await given({ 'denial.query': async () => ({ groups, events: [], lost: 0, auditLog: null }) });
    const { stdout, stderr } = await runCommand(['denials'], { socketPath });
    expect(stderr).toBe('');
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => /blocked|logged|both/.exec(line)?.[0]),
    ).toEqual(['blocked', 'both', 'logged']);
  });

  it('asks for what was chosen, and says how many were lost', async () => {
    const asked: unknown[] = [];
    const socketPath = await given({
      'denial.query': async (query) => (asked.push(query), { groups: [], events: [], lost: 7, auditLog: null }),
    });
    const { stderr } = await runCommand(['denials', '--since', '10m', '--container', 'web'], { socketPath, now: 1000 });
    expect(asked).toEqual([{ since: 400, container: 'web', events: 0 }]);
    expect(stderr).toContain('7 events came faster');
  });

  it('follows', async () => {
    const socketPath = await given({
      async *'denial.watch'() {
        yield { type: 'snapshot', groups: [], events: [fakeGroupedEvent({ serial: 1 })], lost: 0, auditLog: null };
        yield {
          type: 'added',
          groups: [fakeGroup()],
          events: [fakeGroupedEvent({ serial: 2 })],
          lost: 0,
          auditLog: null,
        };
        return {};
      },
    });
    expect(
      linesOf((await runCommand(['denials', '--follow', '--events', '--json'], { socketPath })).stdout),
    ).toMatchObject([{ serial: 1 }, { serial: 2 }]);
  });

  it('fails when the helper sends what cannot be read', async () => {
    const socketPath = await given({
      async *'denial.watch'(_, { signal }) {
        yield { type: 'snapshot', groups: [], events: [{ serial: 'one' }], lost: 0, auditLog: null } as never;
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return {};
      },
    });
    const { exitCode, stderr } = await runCommand(['denials', '--follow'], { socketPath });
    expect([exitCode, stderr.slice(0, 49)]).toEqual([1, 'bulkheadctl: cannot read an item of denial.watch:']);
  });

  const hostile = '\x1b]52;c;evil\x07\n\u202efake\u009b1m\ud800';

  it('lets nothing that a container wrote act on the terminal (D7)', async () => {
    const event = fakeEvent({ comm: hostile, path: hostile, container: null });
    const socketPath = await given({
      'denial.query': async () => ({
        groups: [fakeGroup({ comms: [hostile], sample: event })],
        events: [fakeGroupedEvent(event)],
        lost: 0,
        auditLog: null,
      }),
    });
    for (const words of [
      ['denials'],
      ['denials', '--events'],
      ['denials', '--json'],
      ['denials', '--events', '--json'],
    ]) {
      const { stdout } = await runCommand(words, { socketPath });
      expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(stdout.trimEnd().split('\n')).toHaveLength(words.length === 1 ? 2 : 1);
    }
    const [line] = linesOf((await runCommand(['denials', '--events', '--json'], { socketPath })).stdout);
    expect(line).toMatchObject({ comm: hostile });
  });

  describe('--input', () => {
    const log = [
      'type=AVC msg=audit(1795533833.415:1196): avc:  denied  { read } for  pid=3339 ' +
        'comm="cat" name="secret" dev="vda" ino=7 ' +
        'scontext=system_u:system_r:container_t:s0:c5,c6 ' +
        'tcontext=unconfined_u:object_r:container_file_t:s0:c1,c2 tclass=file permissive=1',
      'rubbish',
      'type=AVC msg=audit(1795533900.000:1197): avc:  denied  { read } for  pid=3340 ' +
        'comm="cat" name="secret" dev="vda" ino=7 ' +
        'scontext=system_u:system_r:container_t:s0:c7,c8 ' +
        'tcontext=unconfined_u:object_r:container_file_t:s0:c1,c2 tclass=file permissive=1',
      '',
    ].join('\n');

    function stdinOf(text: string): PassThrough {
      const stdin = new PassThrough();
      stdin.end(text);
      return stdin;
    }

    it('reads stdin with no host at all', async () => {
      const { exitCode, stdout, stderr } = await runCommand(['denials', '--input', '-', '--events', '--json'], {
        stdin: stdinOf(log),
      });
      expect(linesOf(stdout)).toEqual([
        {
          time: 1_795_533_833.415,
          serial: 1196,
          record: 'AVC',
          decision: 'denied',
          permissive: true,
          permissions: ['read'],
          source: { user: 'system_u', role: 'system_r', type: 'container_t', level: 's0:c5,c6' },
          target: { user: 'unconfined_u', role: 'object_r', type: 'container_file_t', level: 's0:c1,c2' },
          class: 'file',
          comm: 'cat',
          pid: 3339,
          exe: null,
          path: null,
          name: 'secret',
          port: null,
          syscall: null,
          success: null,
          container: null,
          group: 'e4b5a803abea0015',
        },
        expect.objectContaining({ serial: 1197 }),
      ]);
      expect({ exitCode, stderr }).toEqual({
        exitCode: 0,
        stderr: expect.stringMatching(/^line 2: [^\n]+\n$/) as string,
      });
    });

    it('groups, of what is not older than --since', async () => {
      expect(
        linesOf((await runCommand(['denials', '--input', '-', '--json'], { stdin: stdinOf(log) })).stdout),
      ).toMatchObject([{ source_type: 'container_t', count: 2, permissive: true, comms: ['cat'] }]);
      expect(
        linesOf(
          (await runCommand(['denials', '--input', '-', '--json', '--since', '1795533850'], { stdin: stdinOf(log) }))
            .stdout,
        ),
      ).toMatchObject([{ count: 1 }]);
    });

    it('reads a file, and says when it cannot', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'bulkhead-cli-'));
      const file = join(folder, 'audit.log');
      await writeFile(file, log);
      expect(linesOf((await runCommand(['denials', '--json', '--input', file])).stdout)).toHaveLength(1);
      expect(await runCommand(['denials', '--input', `${file}.gone`])).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: `bulkheadctl: cannot read ${file}.gone: there is no such file\n`,
      });
      await rm(folder, { recursive: true });
    });
  });
});
