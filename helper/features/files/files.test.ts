// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isFailure } from '../../../contract/errors.ts';
import type { ContainerFile } from '../../../contract/model/containers/container-file.ts';
import { operations, type OperationName, type ParamsInput } from '../../../contract/operations/index.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { unlessCode } from '../../system/errno.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { VolumeTrees } from '../volumes/ports.ts';
import { openLayerRoot } from '../containers/open-layer-root.ts';
import { createFilesFeature, type FilesFeature } from './feature.ts';

const isRoot = process.getuid?.() === 0;
const base = 165_536;

let folder: string;
let root: string;
let outside: string;
let volumes: ReturnType<VolumeTrees['openAt']>;
let feature: FilesFeature;
/** The container is this instance of Incus; of LXC where it is undefined. */
let instance: { readonly disks: readonly string[]; closed: number } | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-files-'));
  root = join(folder, 'lxc/web/rootfs');
  outside = join(folder, 'outside');
  mkdirSync(root, { recursive: true });
  mkdirSync(join(outside, 'deep'), { recursive: true });
  writeFileSync(join(outside, 'canary'), 'alive');
  // The folder is a mount of its own, as a root of a container is.
  execFileSync('mount', ['-t', 'tmpfs', 'files-test', root]);
  for (const name of ['etc', 'srv', 'usr/lib']) mkdirSync(join(root, name), { recursive: true });
  writeFileSync(join(root, 'etc/hostname'), 'web\n');
  volumes = undefined;
  instance = undefined;
  const places = { lxc: join(folder, 'lxc'), state: join(folder, 'state'), cgroup: '/sys/fs/cgroup' };
  feature = createFilesFeature({
    pipeFolder: folder,
    containers: {
      require: async () => fakeContainer({ name: 'web', userNamespaceBase: base, volumes: [] }),
      async openRoot(name) {
        if (instance === undefined)
          return openLayerRoot(
            { name, userNamespaceBase: base },
            { places, exclusively: (_name, _claim, act) => act(), mount: async () => undefined },
          );
        const open = openSync(root, 'r');
        const close = (): void => {
          closeSync(open);
          if (instance !== undefined) instance.closed += 1;
        };
        return { folder: open, base: 0, disks: instance.disks, close };
      },
    },
    volumes: {
      openAt: (_name, path) => (volumes !== undefined && path.startsWith(volumes.volume.target) ? volumes : undefined),
    },
  });
});
afterEach(() => {
  execFileSync('umount', ['--lazy', root]);
  rmSync(folder, { recursive: true });
});

type FileOperation = keyof FilesFeature['handlers'];
interface Answer {
  readonly items: readonly Record<string, unknown>[];
  readonly result: Record<string, unknown>;
}

/** Calls a handler as the server does: with parsed params, and what the client sends. */
async function call<Name extends FileOperation>(
  name: Name,
  params: Omit<ParamsInput<Name>, 'name'>,
  content: readonly Buffer[] | AsyncIterable<Buffer> = [],
  signal = neverAborts,
): Promise<Answer> {
  async function* input(): AsyncGenerator<object> {
    for await (const piece of content) yield { type: 'data', data: piece };
    yield { type: 'end' };
  }
  const handler = feature.handlers[name] as (params: unknown, context: unknown) => unknown;
  const parsed = operations[name as OperationName].params.parse({ name: 'web', ...params });
  const caller = { identity: { uid: process.getuid?.(), gid: process.getgid?.() } };
  const answer = handler(parsed, { signal, input: input(), caller });
  const items: Record<string, unknown>[] = [];
  if (answer instanceof Promise) return { items, result: (await answer) as Record<string, unknown> };
  const generator = answer as AsyncGenerator<Record<string, unknown>, Record<string, unknown>>;
  for (;;) {
    const next = await generator.next();
    if (next.done === true) return { items, result: next.value };
    items.push(next.value);
  }
}

/** What GNU tar makes of an archive, in a folder of its own. */
function unpack(items: Answer['items']): string {
  const to = join(folder, 'unpacked');
  mkdirSync(to);
  const input = Buffer.concat(items.map(({ data }) => data as Uint8Array));
  execFileSync('tar', ['--extract', '--file=-', `--directory=${to}`, '--numeric-owner', '--same-owner'], { input });
  return to;
}

const failureOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'done',
    (error: unknown) => (isFailure(error) ? error.code : String(error)),
  );
async function list(path: string): Promise<readonly ContainerFile[]> {
  const { items } = await call('file.list', { path });
  return items.flatMap(({ files }) => files as ContainerFile[]).sort((one, other) => (one.name < other.name ? -1 : 1));
}
async function read(path: string): Promise<string> {
  const { items } = await call('file.read', { path });
  return items.map(({ data }) => Buffer.from((data as Uint8Array | undefined) ?? []).toString()).join('');
}
const descriptors = (): number => readdirSync('/proc/self/fd').length;
/** Everything outside, with what a change would change. */
const outsideNow = (): string =>
  execFileSync('find', [outside, '-printf', '%p %m %U %s %T@ %C@\n'], { encoding: 'utf8' });
const write = (path: string, text: string, options: Partial<ParamsInput<'file.write'>> = {}): Promise<Answer> =>
  call('file.write', { path, ...options }, [Buffer.from(text)]);

/** Exchanges two names until it is killed. */
function execExchange(one: string, other: string): ChildProcess {
  const program =
    'import ctypes,sys\nlibc=ctypes.CDLL(None)\nwhile True: libc.renameat2(-100,sys.argv[1].encode(),-100,sys.argv[2].encode(),2)';
  return spawn('python3', ['-c', program, one, other], { stdio: 'ignore' });
}

describe.runIf(isRoot)('the files of a container', () => {
  it('are listed in parts, none of which takes long to come', async () => {
    for (const name of ['a', 'b', 'c']) writeFileSync(join(root, 'srv', name), '');
    const sizes = async (): Promise<readonly number[]> =>
      (await call('file.list', { path: '/srv' })).items.map(({ files }) => (files as ContainerFile[]).length);
    let [now, step] = [0, 0];
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += step));
    try {
      expect(await sizes()).toEqual([3]);
      step = 100;
      expect(await sizes()).toEqual([1, 1, 1]);
    } finally {
      clock.mockRestore();
    }
  });

  it('are listed as its own root sees them, whatever their names are', async () => {
    writeFileSync(join(root, 'srv/<b>\n\u202e'), 'x');
    writeFileSync(Buffer.concat([Buffer.from(join(root, 'srv/')), Buffer.of(0xff, 0x61)]), 'xy');
    symlinkSync('/etc/shadow', join(root, 'srv/link'));
    execFileSync('mkfifo', [join(root, 'srv/pipe')]);
    execFileSync('mknod', [join(root, 'srv/disk'), 'b', '8', '0']);
    execFileSync('chown', [`${base + 33}:${base}`, join(root, 'srv/link'), '-h']);
    execFileSync('chown', [`${base + 1000}:0`, join(root, 'srv/pipe')]);
    expect(
      (await list('/srv')).map(({ name, kind, bytes, user, group, target }) => [
        name,
        kind,
        bytes,
        user.inside,
        group.inside,
        target,
      ]),
    ).toEqual([
      ['<b>\n\u202e', 'file', 1, null, null, null],
      ['disk', 'device', 0, null, null, null],
      ['link', 'link', 11, 33, 0, '/etc/shadow'],
      ['pipe', 'pipe', 0, 1000, null, null],
      ['\udcffa', 'file', 2, null, null, null],
    ]);
    expect(await read('/srv/\udcffa')).toBe('xy');
    expect(await call('file.status', { path: '/srv/link' })).toMatchObject({
      result: { file: { kind: 'link', target: '/etc/shadow' }, path: '/srv/link' },
    });
  });

  it('are read through links as the container would read them, below its own root', async () => {
    symlinkSync('/etc', join(root, 'srv/config'));
    symlinkSync('../../../../../../../etc/hostname', join(root, 'srv/name'));
    symlinkSync('usr/lib', join(root, 'lib'));
    expect([await read('/srv/config/hostname'), await read('/srv/name')]).toEqual(['web\n', 'web\n']);
    expect((await call('file.list', { path: '/lib' })).result).toMatchObject({ path: '/usr/lib', isTruncated: false });
    expect((await call('file.status', { path: '/srv/name', follow: true })).result).toMatchObject({
      path: '/etc/hostname',
      file: { name: 'hostname', kind: 'file', bytes: 4 },
    });
    expect((await call('file.read', { path: '/etc/hostname', offset: 1, bytes: 2 })).items.at(-1)).toEqual({
      type: 'data',
      data: Buffer.from('eb'),
    });
  });

  it('are written whole, and keep owner and mode; a new one is its root’s', async () => {
    const { result } = await write('/srv/page', 'first');
    expect(result['file']).toMatchObject({ name: 'page', bytes: 5, mode: 0o644, user: { inside: 0, host: base } });
    expect(await failureOf(write('/srv/page', 'second'))).toBe('file-exists');
    await call('file.change', { path: '/srv/page', user: 33, group: 34, mode: 0o4750 });
    await write('/srv/page', 'third', { replace: true });
    expect([await read('/srv/page'), (await list('/srv'))[0]]).toMatchObject([
      'third',
      { user: { inside: 33 }, group: { inside: 34 }, mode: 0o750 },
    ]);
  });

  it('are written from a pipe that the caller of this host asked for', async () => {
    const writing = call('file.write', { path: '/srv/page', byPipe: true });
    const pipes = (): readonly string[] => readdirSync(folder).filter((name) => name.startsWith('pipe-'));
    await expect.poll(pipes).toHaveLength(1);
    const pipe = join(folder, String(pipes()[0]));
    writeFileSync(pipe, 'piped');
    const { items, result } = await writing;
    expect([items[0], items.at(-1), result]).toMatchObject([{ pipe }, { receivedBytes: 5 }, { file: { bytes: 5 } }]);
    expect([await read('/srv/page'), existsSync(pipe)]).toEqual(['piped', false]);
  });

  it('are not replaced when they were changed since they were read', async () => {
    const { items } = await call('file.read', { path: '/etc/hostname' });
    const { version } = items[0]?.['file'] as ContainerFile;
    writeFileSync(join(root, 'etc/hostname'), 'other');
    expect(await failureOf(write('/etc/hostname', 'mine', { version }))).toBe('file-changed');
    rmSync(join(root, 'etc/hostname'));
    expect(await failureOf(write('/etc/hostname', 'mine', { version }))).toBe('file-changed');
    expect(existsSync(join(root, 'etc/hostname'))).toBe(false);
  });

  it('are packed with all that is below them, without links that lead on, set-id bits or devices', async () => {
    const long = `${'d'.repeat(120)}/${'f'.repeat(200)}`;
    mkdirSync(join(root, 'srv/www', 'd'.repeat(120)), { recursive: true });
    writeFileSync(join(root, 'srv/www', long), 'x'.repeat(700_000));
    writeFileSync(Buffer.concat([Buffer.from(join(root, 'srv/www/')), Buffer.of(0xff, 0x61)]), 'bytes');
    writeFileSync(join(root, 'srv/www/program'), 'set-id');
    execFileSync('chown', ['-R', `${base + 33}:${base + 34}`, join(root, 'srv/www')]);
    chmodSync(join(root, 'srv/www/program'), 0o4755);
    symlinkSync(outside, join(root, 'srv/www/out'));
    execFileSync('mkfifo', [join(root, 'srv/www/pipe')]);
    execFileSync('mknod', [join(root, 'srv/www/disk'), 'b', '8', '0']);
    const { items, result } = await call('file.pack', { paths: ['/srv/www', '/etc/hostname'] });
    expect(result).toMatchObject({ files: 7, leftOutCount: 2 });
    expect((result['leftOut'] as { readonly path: string }[]).map(({ path }) => path).sort()).toEqual([
      '/srv/www/disk',
      '/srv/www/pipe',
    ]);
    expect(items.every(({ data }) => (data as string).length <= 512 * 1024)).toBe(true);
    const there = unpack(items);
    const shown = execFileSync('find', [there, '-mindepth', '1', '-printf', '%y %m %U:%G %s %P %l\n']).toString(
      'latin1',
    );
    const expected = execFileSync('find', [join(root, 'srv'), '-mindepth', '1', '-printf', '%y %m %U:%G %s %P %l\n'])
      .toString('latin1')
      .replaceAll(`${base + 33}:${base + 34}`, '33:34');
    const ofLine = (text: string): readonly string[] => text.trimEnd().split('\n').sort();
    expect(ofLine(shown.replaceAll(/^d.*? (?=www)/gm, 'd '))).toEqual(
      ofLine(
        `${expected
          .replaceAll(/^[pb] .*\n/gm, '')
          .replace('f 4755', 'f 755')
          .replaceAll(/^d.*? (?=www)/gm, 'd ')
          .replaceAll(/^l 777 \d+:\d+/gm, 'l 777 65534:65534')}f 644 65534:65534 4 hostname \n`,
      ),
    );
    expect(readFileSync(join(there, 'www', long), 'utf8')).toBe('x'.repeat(700_000));
    // What is unpacked of it changes nothing outside.
    expect(outsideNow()).toContain('canary');
  });

  it('are not packed where that is not possible, and the message says which', async () => {
    expect(await failureOf(call('file.pack', { paths: ['/srv', '/gone'] }))).toBe('file-not-found');
    mkdirSync(join(root, 'etc/srv'));
    expect(await failureOf(call('file.pack', { paths: ['/srv', '/etc/srv'] }))).toBe('file-not-usable');
    const before = descriptors();
    const abort = new AbortController();
    abort.abort(new Error('cancelled'));
    await expect(call('file.pack', { paths: ['/etc'] }, [], abort.signal)).rejects.toThrow('cancelled');
    expect(descriptors()).toBe(before);
  });

  it('are packed while names are exchanged, and nothing outside is in the archive (C3)', async () => {
    mkdirSync(join(root, 'srv/a'));
    symlinkSync(outside, join(root, 'srv/b'));
    writeFileSync(join(root, 'srv/a/canary'), 'own');
    const exchange = execExchange(join(root, 'srv/a'), join(root, 'srv/b'));
    try {
      for (let time = 0; time < 60; time += 1) {
        const { items } = await call('file.pack', { paths: ['/srv'] });
        const archive = Buffer.concat(items.map(({ data }) => data as Uint8Array));
        expect(archive.includes('alive')).toBe(false);
      }
    } finally {
      exchange.kill('SIGKILL');
    }
  });

  it('are left as they were by a write that is cut off, and nothing else is left', async () => {
    async function* halfOf(): AsyncGenerator<Buffer> {
      yield Buffer.from('half');
      throw new Error('the client has gone');
    }
    const call_ = call('file.write', { path: '/etc/hostname', replace: true }, halfOf());
    await expect(call_).rejects.toThrow('the client has gone');
    expect([await read('/etc/hostname'), readdirSync(join(root, 'etc'))]).toEqual(['web\n', ['hostname']]);
  });

  it('are made, renamed and removed, and nothing is replaced on the way', async () => {
    await call('file.make-folder', { path: '/srv/new', user: 5, mode: 0o1777 });
    expect(lstatSync(join(root, 'srv/new'))).toMatchObject({ uid: base + 5, gid: base, mode: 0o41777 });
    expect(await failureOf(call('file.make-folder', { path: '/srv/new' }))).toBe('file-exists');
    await write('/srv/new/page', 'x');
    expect(await failureOf(call('file.rename', { path: '/etc/hostname', to: '/srv/new/page' }))).toBe('file-exists');
    await call('file.rename', { path: '/srv/new', to: '/etc/new' });
    expect(await failureOf(call('file.remove', { path: '/etc/new' }))).toBe('file-not-usable');
    symlinkSync(outside, join(root, 'etc/new/out'));
    expect((await call('file.remove', { path: '/etc/new', recursive: true })).result).toEqual({ removed: 3 });
    expect(await failureOf(call('file.remove', { path: '/etc/new' }))).toBe('file-not-found');
    expect(readdirSync(outside).sort()).toEqual(['canary', 'deep']);
  });

  it('that lie under a mount of the container, or are its root, are not removed or renamed', async () => {
    mkdirSync(join(root, 'proc'));
    symlinkSync('/', join(root, 'srv/top'));
    for (const path of ['/proc', '/srv/top/proc', '/'])
      expect([path, await failureOf(call('file.remove', { path, recursive: true }))]).toEqual([
        path,
        'file-not-usable',
      ]);
    expect(await failureOf(call('file.rename', { path: '/srv/top/proc', to: '/x' }))).toBe('file-not-usable');
    expect(existsSync(join(root, 'proc'))).toBe(true);
  });

  it('of a volume are those of the folder of the host: no set-id program, and nothing where it is read-only', async () => {
    const data = join(folder, 'data');
    mkdirSync(data);
    const volume = { source: data, target: '/data', readOnly: false, category: null };
    const openVolume = (readOnly: boolean): void => {
      volumes = { volume: { ...volume, readOnly }, folder: openSync(data, 'r'), label: 'unused' };
    };
    symlinkSync('/outside', join(data, 'absolute'));
    openVolume(false);
    expect((await list('/data')).map(({ name }) => name)).toEqual(['absolute']);
    openVolume(false);
    expect(await failureOf(call('file.list', { path: '/data/absolute' }))).toBe('file-not-usable');
    openVolume(false);
    expect(await failureOf(call('file.make-folder', { path: '/data/x', mode: 0o4755 }))).toBe('file-not-usable');
    openVolume(true);
    expect(await failureOf(call('file.make-folder', { path: '/data/x' }))).toBe('file-not-usable');
    expect(readdirSync(data)).toEqual(['absolute']);
  });
});

describe.runIf(isRoot)('the files of an instance of Incus', () => {
  beforeEach(() => {
    instance = { disks: ['/srv/data'], closed: 0 };
  });

  it('have the owners that its volume has, whatever its ids are on the host', async () => {
    await write('/srv/page', 'hello', { user: 33, mode: 0o640 });
    const { uid, gid, mode } = lstatSync(join(root, 'srv/page'));
    expect([uid, gid, mode & 0o777]).toEqual([33, 0, 0o640]);
    expect((await list('/srv')).map(({ name, user }) => [name, user.inside])).toEqual([['page', 33]]);
    expect(await read('/srv/page')).toBe('hello');
    expect(instance?.closed).toBe(3);
  });

  it('stay where it has another disk', async () => {
    mkdirSync(join(root, 'srv/data'));
    await expect(call('file.remove', { path: '/srv' })).rejects.toMatchObject({ code: 'file-not-usable' });
    await expect(call('file.rename', { path: '/srv/data', to: '/srv/other' })).rejects.toThrow(/incus config device/);
    expect(existsSync(join(root, 'srv/data'))).toBe(true);
    expect(instance?.closed).toBe(3);
  });
});

describe.runIf(isRoot)('a hostile container', () => {
  const attempts: readonly (readonly [string, (path: string) => Promise<unknown>])[] = [
    ['lists no folder', (path) => list(`${path}/deep`)],
    ['reads no file', (path) => read(`${path}/canary`)],
    ['writes no file', (path) => write(`${path}/canary`, 'dead', { replace: true })],
    ['makes no folder', (path) => call('file.make-folder', { path: `${path}/new` })],
    ['renames no file', (path) => call('file.rename', { path: `${path}/canary`, to: '/srv/stolen' })],
    ['renames nothing out', (path) => call('file.rename', { path: '/etc/hostname', to: `${path}/put` })],
    ['removes no file', (path) => call('file.remove', { path: `${path}/canary` })],
    ['changes no mode', (path) => call('file.change', { path: `${path}/canary`, mode: 0o777 })],
    ['looks at no file', (path) => call('file.status', { path: `${path}/canary`, follow: true })],
  ];

  it.each(attempts)('%s outside by a link, a link of the kernel or a mount (C3)', async (_what, attempt) => {
    const held = openSync(outside, 'r');
    symlinkSync(outside, join(root, 'srv/absolute'));
    symlinkSync(`../../../../outside`, join(root, 'srv/relative'));
    symlinkSync(`/proc/self/fd/${held}`, join(root, 'srv/magic'));
    mkdirSync(join(root, 'proc'));
    mkdirSync(join(root, 'srv/mounted'));
    execFileSync('mount', ['--bind', '/proc', join(root, 'proc')]);
    execFileSync('mount', ['--bind', outside, join(root, 'srv/mounted')]);
    try {
      const before = [outsideNow(), descriptors()];
      for (const path of ['/srv/absolute', '/srv/relative', '/srv/magic', '/srv/mounted'])
        expect([path, await failureOf(attempt(path))]).toEqual([
          path,
          expect.stringMatching(/^file-not-(?:found|usable)$/),
        ]);
      expect([outsideNow(), descriptors()]).toEqual(before);
    } finally {
      closeSync(held);
      for (const point of ['proc', 'srv/mounted']) execFileSync('umount', ['--lazy', join(root, point)]);
    }
  });

  it('has a link where a file is written, removed or changed: what it leads to stays (C3)', async () => {
    symlinkSync('/etc/hostname', join(root, 'srv/link'));
    expect([
      await failureOf(write('/srv/link', 'dead', { replace: true })),
      await failureOf(call('file.change', { path: '/srv/link', mode: 0o777 })),
    ]).toEqual(['file-not-usable', 'file-not-usable']);
    await call('file.remove', { path: '/srv/link', recursive: true });
    expect([await read('/etc/hostname'), lstatSync(join(root, 'etc/hostname')).mode & 0o777]).toEqual(['web\n', 0o644]);
  });

  it('has a pipe and devices where files were: none is opened, and nobody waits', async () => {
    execFileSync('mkfifo', [join(root, 'srv/pipe')]);
    execFileSync('mknod', [join(root, 'srv/tape'), 'c', '9', '0']);
    symlinkSync('pipe', join(root, 'srv/link'));
    for (const path of ['/srv/pipe', '/srv/tape', '/srv/link'])
      expect(await failureOf(read(path))).toBe('file-not-usable');
    for (const path of ['/srv/pipe', '/srv/tape']) {
      expect(await failureOf(write(path, 'x', { replace: true }))).toBe('file-not-usable');
      expect(await failureOf(call('file.change', { path, mode: 0o666 }))).toBe('file-not-usable');
    }
  });

  it('exchanges a folder for a link out without pause: nothing outside is touched (C3)', async () => {
    const [good, link] = [join(root, 'srv/swap'), join(root, 'srv/other')];
    mkdirSync(good);
    symlinkSync(outside, link);
    const before = outsideNow();
    const exchanging = execExchange(good, link);
    try {
      for (let round = 0; round < 60; round += 1) {
        for (const [, attempt] of attempts) await failureOf(attempt('/srv/swap'));
        await failureOf(call('file.remove', { path: '/srv/swap', recursive: true }));
        // What was removed comes back, as a folder and as a link in turn, under the name that is free.
        const put = (path: string): void => (round % 2 === 0 ? mkdirSync(path) : symlinkSync(outside, path));
        for (const path of [good, link]) unlessCode(() => put(path), 'EEXIST');
      }
    } finally {
      exchanging.kill();
    }
    expect(outsideNow()).toBe(before);
  });

  it('has folders that lie deeper in one another than descriptors are spent on', async () => {
    mkdirSync(join(root, 'srv', 'd/'.repeat(300)), { recursive: true });
    const before = descriptors();
    expect(await failureOf(call('file.remove', { path: '/srv/d', recursive: true }))).toBe('file-not-usable');
    expect(descriptors()).toBe(before);
  });

  it('has a second name of a file: a write gives the new content to the one name only', async () => {
    linkSync(join(root, 'etc/hostname'), join(root, 'srv/second'));
    await write('/etc/hostname', 'new', { replace: true });
    expect([await read('/srv/second'), await read('/etc/hostname')]).toEqual(['web\n', 'new']);
  });
});
