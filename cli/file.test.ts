// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import {
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail } from '../contract/errors.ts';
import type { ContainerFile } from '../contract/model/containers/container-file.ts';
import { fakeContainer } from '../testing/models/container.ts';
import type { SomeHandlers } from '../testing/socket-host.ts';
import { given } from '../testing/given-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-cli-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const page: ContainerFile = {
  name: 'page',
  kind: 'file',
  bytes: 10,
  mode: 0o640,
  modifiedAt: 1_795_000_000,
  version: '1',
  target: null,
  user: { inside: 33, host: 165_569 },
  group: { inside: null, host: 0 },
  label: 'system_u:object_r:bulkhead_file_t:s0:c1,c2',
};
const www: ContainerFile = { ...page, name: 'www', kind: 'folder', mode: 0o755 };
const hostile: ContainerFile = { ...page, name: 'a\u001b[2J\u202e\nb', kind: 'link', target: '/etc/\u001b]0;x' };

const piped = { received: 'hello', byPipe: true };

/** What was asked of the host, and what it received. */
let asked: unknown[] = [];
const handlers: SomeHandlers = {
  async *'file.list'({ path }) {
    yield { files: [www, page] };
    yield { files: [hostile] };
    return { folder: www, path, isTruncated: false };
  },
  'file.status': async ({ name, path }) => {
    if (path === '/srv/www') return { file: www, path };
    return fail('file-not-found', { name, path });
  },
  async *'file.read'({ path }) {
    yield { type: 'file', file: page, path };
    yield { type: 'data', data: Buffer.from('some ') };
    if (path === '/srv/short') fail('file-not-found', { name: 'web', path });
    yield { type: 'data', data: Buffer.from('bytes') };
    return { bytes: 10 };
  },
  async *'file.pack'(params) {
    asked.push(params);
    const archive = execFileSync('tar', ['--create', '--file=-', `--directory=${folder}`, 'www']);
    for (let at = 0; at < archive.length; at += 1000) yield { data: archive.subarray(at, at + 1000) };
    if (params.paths[0] === '/srv/short') fail('file-not-found', { name: 'web', path: '/srv/short' });
    const leftOut = [{ path: '/srv/www/\u001b[2J', reason: 'it is a pipe' }];
    return { bytes: archive.length, files: 2, leftOut, leftOutCount: 1 };
  },
  async *'file.write'({ byPipe, ...params }, { input }) {
    const received: string[] = [];
    if (byPipe) {
      const pipe = join(folder, 'pipe');
      execFileSync('mkfifo', [pipe]);
      const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
      yield { receivedBytes: 0, pipe };
      for await (const piece of new Socket({ fd: reader, readable: true, writable: false })) {
        received.push(String(piece));
        if (params.path === '/srv/full') break;
      }
      if (params.path === '/srv/full') fail('disk-full', { path: '/srv' });
    }
    for await (const message of input) {
      if (message.type === 'end') break;
      received.push(Buffer.from(message.data).toString());
      yield { receivedBytes: received.join('').length };
    }
    asked.push({ ...params, received: received.join(''), ...(byPipe && { byPipe }) });
    return { file: page };
  },
  'file.make-folder': async (params) => (asked.push(params), { file: www }),
  'file.rename': async (params) => (asked.push(params), { file: page }),
  'file.change': async (params) => (asked.push(params), { file: page }),
  'container.list': async () => ({
    containers: [
      fakeContainer({ name: 'web', volumes: [{ source: '/d', target: '/data', readOnly: false, category: null }] }),
    ],
  }),
  async *'snapshot.take'(params) {
    asked.push(params);
    yield { step: 'copy', fraction: 0.5 };
    if (params.name === 'full') fail('snapshots-full', { name: 'full', max: 100 });
    return {
      name: `before-${params.before ?? ''}-1`,
      createdAt: 1,
      bytes: 1,
      reason: 'before-change' as const,
      image: 'debian-13',
      wasRunning: true,
    };
  },
  async *'file.remove'(params) {
    asked.push(params);
    yield { removed: 200 };
    return { removed: 201 };
  },
};

async function run(...words: readonly string[]): Promise<Awaited<ReturnType<typeof runCommand>>> {
  asked = [];
  return runCommand(['file', ...words], { socketPath: await given(handlers) });
}

describe('file ls', () => {
  it('shows mode, owner, label and links, and lets no name act on the terminal (D6) (D7)', async () => {
    const { stdout, exitCode } = await run('ls', 'web', '/srv/');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /-rw-r----- +33:host 0 +10 B +\d{4}-\d\d-\d\d .* +system_u:object_r:bulkhead_file_t:s0:c1,c2 +page\n/,
    );
    expect(stdout).toContain('a\\x1b[2J\\u{202e}\\nb -> /etc/\\x1b]0;x');
    expect(stdout.split('\n')).toHaveLength(5);
  });

  it('gives a line of JSON for each', async () => {
    const { stdout } = await run('ls', 'web', '--json');
    expect(linesOf(stdout)[1]).toEqual({
      name: 'page',
      kind: 'file',
      bytes: 10,
      mode: '0640',
      user: 33,
      group: null,
      host_user: 165_569,
      host_group: 0,
      modified: 1_795_000_000,
      label: page.label,
      target: null,
      version: '1',
    });
  });
});

describe('file cat and pull', () => {
  it('write the bytes to stdout, and nothing else', async () => {
    for (const words of [
      ['cat', 'web', '/srv/page'],
      ['pull', 'web', '/srv/page', '-'],
    ]) {
      const { stdout, stderr, exitCode } = await run(...words);
      expect([stdout, stderr, exitCode]).toEqual(['some bytes', '', 0]);
    }
  });

  it('write a file that is there once it is whole, and none when it fails', async () => {
    const [file, other] = [join(folder, 'page'), join(folder, 'other')];
    expect((await run('pull', 'web', '/srv/page', file)).stderr).toContain(`copied /srv/page of web to ${file}: 10 B`);
    expect(readFileSync(file, 'utf8')).toBe('some bytes');
    expect((await run('pull', 'web', '/srv/short', other)).exitCode).toBe(1);
    expect([existsSync(other), existsSync(`${other}.part`)]).toEqual([false, false]);
  });
});

describe('file push', () => {
  it('sends a file, to a folder under its own name', async () => {
    const file = join(folder, 'index.html');
    writeFileSync(file, 'hello');
    await run('push', 'web', file, '/srv/www', '--mode', '0640', '--owner', ':33', '--replace');
    expect(asked).toEqual([
      { name: 'web', path: '/srv/www/index.html', replace: true, mode: 0o640, group: 33, ...piped },
    ]);
    rmSync(join(folder, 'pipe'));
    await run('push', 'web', file, '/srv/new.html');
    expect(asked).toEqual([{ name: 'web', path: '/srv/new.html', replace: false, ...piped }]);
  });

  it('sends a file to another host by messages', async () => {
    const file = join(folder, 'index.html');
    writeFileSync(file, 'hello');
    asked = [];
    const sockets = { 'ssh://db': await given(handlers) };
    await runCommand(['--host', 'ssh://db', 'file', 'push', 'web', file, '/srv/new.html'], { sockets });
    expect(asked).toEqual([{ name: 'web', path: '/srv/new.html', replace: false, received: 'hello' }]);
  });

  it('sends a file of any length', async () => {
    const file = join(folder, 'large');
    const text = 'all of it, '.repeat(300_000);
    writeFileSync(file, text);
    await run('push', 'web', file, '/srv/new');
    expect((asked[0] as { readonly received: string }).received === text).toBe(true);
    rmSync(join(folder, 'pipe'));
    writeFileSync(file, '');
    await run('push', 'web', file, '/srv/new');
    expect(asked).toMatchObject([{ received: '' }]);
  });

  it('gives the reason of a host that does not read on', async () => {
    const file = join(folder, 'large');
    writeFileSync(file, 'x'.repeat(3_000_000));
    const { exitCode, stderr } = await run('push', 'web', file, '/srv/full');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('the disk is full')]);
  });

  it('says so when it cannot open the pipe of the host', async () => {
    const file = join(folder, 'index.html');
    writeFileSync(file, 'hello');
    const socketPath = await given({
      ...handlers,
      async *'file.write'(_params, { input }) {
        yield { receivedBytes: 0, pipe: join(folder, 'nothing') };
        for await (const _message of input);
        return fail('cancelled', {});
      },
    });
    const { exitCode, stderr } = await runCommand(['file', 'push', 'web', file, '/srv/new'], { socketPath });
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^bulkheadctl: cannot read .*nothing/)]);
  });

  it('takes a snapshot before it replaces a file, where that is wanted', async () => {
    const file = join(folder, 'index.html');
    writeFileSync(file, 'hello');
    await run('push', 'web', file, '/srv/page', '--replace', '--snapshot');
    expect(asked).toMatchObject([
      { name: 'web', before: 'replacement' },
      { path: '/srv/page', replace: true },
    ]);
  });

  it('sends what is piped to it', async () => {
    const stdin = new PassThrough();
    stdin.end('piped');
    asked = [];
    await runCommand(['file', 'push', 'web', '-', '/srv/www'], { socketPath: await given(handlers), stdin });
    expect(asked).toEqual([{ name: 'web', path: '/srv/www', replace: false, received: 'piped' }]);
  });

  it('says which file of this machine cannot be read', async () => {
    const { exitCode, stderr } = await run('push', 'web', join(folder, 'nothing'), '/srv/x');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('there is no such file')]);
  });
});

describe('a change of files', () => {
  it.each([
    [['mkdir', 'web', '/srv/new', '--owner', '5'], { path: '/srv/new', user: 5 }],
    [['mv', 'web', '/srv/a', '/srv/b'], { path: '/srv/a', to: '/srv/b' }],
    [['chmod', 'web', '755', '/srv/a'], { path: '/srv/a', mode: 0o755 }],
    [['chown', 'web', '33:34', '/srv/a'], { path: '/srv/a', user: 33, group: 34 }],
    [['rm', 'web', '/srv/a', '--recursive', '--no-snapshot'], { path: '/srv/a', recursive: true }],
    [['rm', 'web', '/srv/a'], { path: '/srv/a', recursive: false }],
    [['rm', 'web', '/data/a', '--recursive'], { path: '/data/a', recursive: true }],
  ])('%j asks for %j', async (words, params) => {
    const { exitCode } = await run(...words);
    expect([exitCode, asked]).toEqual([0, [{ name: 'web', ...params }]]);
  });

  it.each([
    [['rm', 'web', '/srv/a', '--recursive'], 'removal'],
    [['rm', 'web', '/srv/a', '/srv/b'], 'removal'],
    [['rm', 'web', '/srv/a', '--snapshot'], 'removal'],
  ])('%j takes a snapshot first, and says how it is restored', async (words, before) => {
    const { stderr } = await run(...words);
    expect(asked[0]).toEqual({ name: 'web', before });
    expect(stderr).toContain(`bulkheadctl snapshot restore web before-${before}-1`);
  });

  it('removes nothing when the snapshot cannot be taken', async () => {
    const { exitCode } = await run('rm', 'full', '/srv/a', '--recursive');
    expect([exitCode, asked]).toEqual([1, [{ name: 'full', before: 'removal' }]]);
  });

  it('says how much was removed', async () => {
    expect((await run('rm', 'web', '/srv/a', '/srv/b', '--recursive', '--no-snapshot')).stderr).toBe(
      'removed /srv/a of web, 201 files and folders\nremoved /srv/b of web, 201 files and folders\n',
    );
  });

  it.each([
    [['chmod', 'web', 'u+x', '/srv/a'], 'A mode is one to four octal digits'],
    [['chown', 'web', 'www-data', '/srv/a'], 'by ids of the container'],
    [['chown', 'web', '70000', '/srv/a'], 'from 0 to 65535'],
    [['rm', 'web', 'srv/a'], 'must be a whole path'],
    [['mv', 'web', '/srv/../a', '/b'], 'no . and no ..'],
  ])('%j is no usage: %s', async (words, reason) => {
    const { exitCode, stderr } = await run(...words);
    expect([exitCode, stderr, asked]).toEqual([2, expect.stringContaining(reason), []]);
  });
});

describe('volume folders', () => {
  const pages = {
    path: '/srv/pages',
    label: 'system_u:object_r:var_t:s0',
    problem: null,
    users: ['web'],
    isOpen: false,
  };
  const listing = (): Promise<string> =>
    given({
      'volume.folders': async (params) => {
        asked.push(params);
        return { folders: [pages], isTruncated: true };
      },
    });

  it('shows what could be a volume, with its label and who has it', async () => {
    asked = [];
    const { stdout, stderr } = await runCommand(['volume', 'folders', '/srv'], { socketPath: await listing() });
    expect(stdout).toMatch(/^\/srv\/pages +system_u:object_r:var_t:s0 +web +closed to you\n/m);
    expect([stderr, asked]).toEqual(['there are more than these 1\n', [{ path: '/srv' }]]);
  });

  it('gives JSON, and asks for where one begins', async () => {
    asked = [];
    const { stdout } = await runCommand(['volume', 'folders', '--json'], { socketPath: await listing() });
    const { isOpen, ...others } = pages;
    expect([linesOf(stdout), asked]).toEqual([[{ ...others, open: isOpen }], [{}]]);
  });
});

describe('file pack, and file pull --recursive', () => {
  beforeEach(() => {
    asked = [];
    mkdirSync(join(folder, 'www'));
    writeFileSync(join(folder, 'www/page'), 'content');
  });

  it('write one archive of all that is named, and say what is left out', async () => {
    const to = join(folder, 'web.tar');
    const { stderr, exitCode } = await runCommand(['file', 'pack', 'web', '/srv/www', '/etc/', '--to', to], {
      socketPath: await given(handlers),
    });
    expect([exitCode, asked]).toEqual([0, [{ name: 'web', paths: ['/srv/www', '/etc'] }]]);
    expect(execFileSync('tar', ['--list', `--file=${to}`], { encoding: 'utf8' })).toBe('www/\nwww/page\n');
    expect(stderr).toContain('left out /srv/www/\\x1b[2J: it is a pipe\n');
    expect(stderr).toContain('packed 2 files and folders of web');
  });

  it('unpack a folder, under its own name in a folder that is there', async () => {
    mkdirSync(join(folder, 'there'));
    for (const [to, expected] of [
      ['new', 'new'],
      ['there', 'there/www'],
    ] as const) {
      const { stdout } = await runCommand(
        ['file', 'pull', 'web', '/srv/www', join(folder, to), '--recursive', '--json'],
        { socketPath: await given(handlers) },
      );
      expect(linesOf(stdout)[0]).toMatchObject({
        done: { folder: join(folder, expected), files: 2, left_out_count: 1 },
      });
      expect(readFileSync(join(folder, expected, 'page'), 'utf8')).toBe('content');
    }
    expect(readdirSync(folder).sort()).toEqual(['new', 'there', 'www']);
  });

  it('leave what is there, and nothing of what fails', async () => {
    const socketPath = await given(handlers);
    const there = await runCommand(['file', 'pull', 'web', '/x/www', folder, '--recursive'], { socketPath });
    expect([there.exitCode, there.stderr]).toEqual([1, expect.stringContaining('it is there already')]);
    const short = await runCommand(['file', 'pull', 'web', '/srv/short', join(folder, 'new'), '--recursive'], {
      socketPath,
    });
    expect([short.exitCode, readdirSync(folder)]).toEqual([1, ['www']]);
    expect((await runCommand(['file', 'pack', 'web', '/srv', '--json'], { socketPath })).exitCode).toBe(2);
    expect((await runCommand(['file', 'pull', 'web', '/srv', '-', '--recursive'], { socketPath })).exitCode).toBe(2);
  });
});
