// SPDX-License-Identifier: Apache-2.0
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MadeEntry, madeArchive } from './fixtures/made-archive.ts';
import { writeSum } from './fixtures/write-sum.ts';
import { createTestUnpack, piecesOf, type TestUnpack } from './fixtures/test-unpack.ts';

const isRoot = process.getuid?.() === 0;
let test: TestUnpack;

beforeAll(async () => {
  test = await createTestUnpack();
}, 120_000);
afterAll(() => test.remove());

/** All that a tree has, as `find` sees it. */
function listing(tree: string): string {
  return execFileSync(
    'sh',
    [
      '-c',
      'find . -mindepth 1 -printf "%P %y %m %U:%G %s %n %T@ -> %l\\n" | sed "s/ d \\(.* \\)[0-9]* [0-9]* / d \\1/" | sort; getcap -r .',
    ],
    { cwd: tree, encoding: 'utf8' },
  );
}

/** What a root file system has, and what is hard to pack. */
function makeRoot(): string {
  const root = join(test.folder, 'root');
  mkdirSync(root);
  execFileSync(
    'sh',
    [
      '-ec',
      `mkdir -p etc usr/bin usr/sbin var/empty dev "$(printf 'a%.0s' $(seq 120))/$(printf 'b%.0s' $(seq 120))"
       printf 'PRETTY_NAME="Test Linux 1"\\n' > etc/os-release; ln -s usr/sbin sbin; ln -s /etc/os-release link
       cp /bin/true usr/bin/true; ln usr/bin/true usr/bin/also; chmod 4755 usr/bin/true
       cp /bin/true usr/sbin/init; cp /bin/true usr/bin/able; mkfifo pipe
       chown 33:44 etc/os-release; chmod 0700 var/empty; head -c 300000 /dev/urandom > data; : > 'with space
and line'; printf x > $(echo a*/b*)/file; touch -d 2001-02-03 etc; touch -h -d 2001-02-03 link
       mknod dev/null c 1 3; setcap cap_net_raw,cap_setuid=ep usr/bin/able`,
    ],
    { cwd: root },
  );
  return root;
}

describe.runIf(isRoot)('an archive of a root file system', () => {
  let archive: string;
  let expected: string;

  beforeAll(() => {
    const root = makeRoot();
    archive = join(test.folder, 'root.tar');
    execFileSync('tar', ['-C', root, '--xattrs', '--xattrs-include=*', '-cf', archive, '.']);
    expected = listing(root).replace(/^dev\/null .*\n/m, '');
  }, 60_000);

  it('becomes the same files, with owners, modes, times, links and capabilities, and without devices (C4)', async () => {
    const unpacked = await test.unpack(archive);
    expect(listing(test.tree)).toBe(expected);
    expect(expected).toMatch(/able cap_setuid,cap_net_raw=ep/);
    expect(unpacked).toMatchObject({
      format: 'root',
      setId: 1,
      leftOut: { devices: 1, attributes: 0 },
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      release: 'PRETTY_NAME="Test Linux 1"\n',
      hasInit: true,
      sha256: createHash('sha256').update(readFileSync(archive)).digest('hex'),
    });
  });

  it.each(['gzip', 'xz', 'zstd', 'bzip2'])('is unpacked from %s', async (program) => {
    const packed = execFileSync(program, ['-c', archive], { maxBuffer: 2 ** 26 });
    await test.unpack(packed);
    expect(listing(test.tree)).toBe(expected);
    expect(await test.problemOf(packed.subarray(0, packed.length / 2))).toMatch(/damaged|cut off/);
  });

  it.each(['ustar', 'v7', 'gnu', 'oldgnu'])('is read in the form %s', async (format) => {
    const other = execFileSync('tar', [
      '-C',
      join(test.folder, 'root'),
      `--format=${format}`,
      '-c',
      'etc',
      'usr',
      'link',
    ]);
    await test.unpack(other);
    expect(listing(test.tree)).toContain('etc/os-release f 644 33:44 27 1');
  });

  it('may hold the folder of a container of LXC, or an image of LXC', async () => {
    const outer = join(test.folder, 'outer');
    mkdirSync(outer);
    writeFileSync(join(outer, 'metadata.yaml'), 'architecture: x86_64\n');
    execFileSync('ln', ['-s', '../root', join(outer, 'rootfs')]);
    const packed = execFileSync('tar', [
      '-C',
      outer,
      '--xattrs',
      '--xattrs-include=*',
      '-ch',
      'metadata.yaml',
      'rootfs/etc',
    ]);
    expect(await test.unpack(packed)).toMatchObject({
      format: 'lxc',
      members: { 'metadata.yaml': 'architecture: x86_64\n' },
    });
    expect(listing(test.tree)).toContain('etc/os-release f 644 33:44');
  });
});

describe.runIf(isRoot)('a hostile archive', () => {
  const canary = (): string => join(test.folder, 'canary');
  const folder: MadeEntry = { name: 'etc', type: '5', mode: 0o755 };
  const file: MadeEntry = { name: 'etc/passwd', content: 'root' };

  it.each<[string, readonly MadeEntry[], RegExp]>([
    ['climbs out', [folder, { name: 'etc/../../../canary', content: 'x' }], /leads out of its folder: etc\/\.\.\//],
    ['links out by a hard link', [{ name: 'x', type: '1', target: '/../../canary' }], /leads out/],
    [
      'links to a file of the host',
      [{ name: 'x', type: '1', target: '/etc/shadow' }],
      /links to \/etc\/shadow, which it does not hold/,
    ],
    ['links to a folder', [folder, { name: 'x', type: '1', target: 'etc' }], /links to etc/],
    [
      'writes through a link',
      [
        { name: 'x', type: '2', target: '/tmp' },
        { name: 'x/y', content: 'x' },
      ],
      /x\/y lies below x, which is no folder/,
    ],
    [
      'writes through a link far above',
      [
        { name: 'x', type: '2', target: '..' },
        { name: 'x/y/z', content: 'x' },
      ],
      /lies below x/,
    ],
    [
      'makes a folder of a link',
      [
        { name: 'x', type: '2', target: '..' },
        { name: 'x', type: '5' },
      ],
      /two files of the name x/,
    ],
    ['has two files of one name', [folder, file, { ...file, content: 'other' }], /two files of the name etc\/passwd/],
    ['has one file by two spellings', [folder, file, { ...file, name: './/etc/./passwd' }], /two files of the name/],
    ['replaces a folder', [folder, { name: 'etc', content: 'x' }], /two files of the name etc/],
    [
      'has ids that a container lacks',
      [{ name: 'x', uid: 100_000, content: 'x' }],
      /belongs to the user 100000, which is none of the 65536 from 0 on/,
    ],
    ['has a name that does not end', [{ name: 'x'.repeat(300), content: '' }], /more than 255 bytes/],
    ['has a path that does not end', [{ name: 'x/'.repeat(3000), type: '5' }], /more than 4095 bytes/],
    ['has a top that is no folder', [{ name: '.', type: '2', target: '/' }], /empty|top is no folder/],
    ['is of an unknown kind', [{ name: 'x', type: 'Q' }], /kind that is not known: Q/],
    [
      'hides text in a name',
      [{ name: 'a\u001b[2J/../\u009b', content: '' }],
      /leads out of its folder: a\\u\{1b\}\[2J/,
    ],
    [
      'has a link by the name of a folder, which ends before its own does',
      [
        { name: 'x', type: '5' },
        { name: `x\0${'y'.repeat(100)}`, type: '2', target: '/tmp' },
      ],
      /a name with a byte of zero: x\\u\{0\}yyy/,
    ],
    ['names a link for nothing', [{ name: 'x', type: '2', target: '' }], /leads nowhere/],
  ])('that %s is not unpacked, and nothing outside is touched (C4)', async (_what, entries, problem) => {
    writeFileSync(canary(), 'untouched');
    expect(await test.problemOf(madeArchive(entries))).toMatch(problem);
    expect(readFileSync(canary(), 'utf8')).toBe('untouched');
  });

  it('makes no device, and keeps no attribute but capabilities (C4)', async () => {
    const unpacked = await test.unpack(
      madeArchive([
        { name: 'disk', type: '4', major: 8, minor: 0 },
        { name: 'null', type: '3', major: 1, minor: 3 },
        {
          name: 'x',
          content: 'x',
          attributes: {
            'trusted.overlay.opaque': 'y',
            'security.selinux': 'system_u:object_r:etc_t:s0',
            'user.x': 'y',
          },
        },
      ]),
    );
    expect(unpacked.leftOut).toEqual({ devices: 2, attributes: 2 });
    expect(listing(test.tree)).toMatch(/^x f 644 0:0 1 1 .*\n$/);
  });

  it('keeps the name of a file that claims to be a device of a number too large for its field (C4)', async () => {
    const archive = madeArchive([
      { name: '0000', type: '2', target: '/tmp' },
      { name: 'x', content: 'x' },
    ]);
    const header = 512;
    // It is written as a binary number, whose octal digits reach into the next field: the folder of the name.
    archive.set([0x80, 0, 0, 2, 0, 0, 0, 0], header + 337);
    writeSum(archive.subarray(header, header + 512));
    await test.unpack(archive);
    expect(listing(test.tree)).toMatch(/^0000 l 777 .* -> \/tmp\nx f 644 .*\n$/);
  });

  it('keeps the marks of a layer, and no other device, where a layer is wanted', async () => {
    await test.unpack(
      madeArchive([
        { name: 'gone', type: '3' },
        { name: 'null', type: '3', major: 1, minor: 3 },
        { name: 'folder', type: '5', attributes: { 'trusted.overlay.opaque': 'y' } },
      ]),
      { keeps: 'layer', layout: { folder: '', members: [] } },
    );
    expect(listing(test.tree)).toMatch(/^folder d 644 .*\ngone c 644 .*\n$/);
    const read = 'import os; print(os.getxattr("folder", "trusted.overlay.opaque"))';
    expect(execFileSync('python3', ['-c', read], { cwd: test.tree, encoding: 'utf8' })).toBe("b'y'\n");
  });

  it('gives the files of a range of ids the ids of its own', async () => {
    await test.unpack(
      madeArchive([
        { name: 'x', uid: 100_000, gid: 100_033 },
        { name: 'able', uid: 100_000, gid: 100_000, attributes: { 'security.capability': capabilityOf(100_000) } },
        { name: 'other', uid: 100_000, gid: 100_000, attributes: { 'security.capability': capabilityOf(200_000) } },
      ]),
      { limits: { maxBytes: 1024 ** 2, maxFiles: 100, ids: { first: 100_000, count: 65_536 } } },
    );
    expect(listing(test.tree)).toMatch(/^able .*\nother f 644 0:0 .*\nx f 644 0:33 .*\n\.?\/?able cap_net_raw=ep\n$/);
  });

  it('that is larger than what may be used ends at once (C4)', async () => {
    const limits = { maxBytes: 1024 ** 2, maxFiles: 100, ids: { first: 0, count: 65_536 } };
    const sparse = madeArchive([{ name: 'x', size: 2 ** 40 }]);
    expect(await test.problemOf(sparse, { limits })).toBe('disk-full');
    const many = madeArchive(Array.from({ length: 101 }, (_, at) => ({ name: `f${at}` })));
    expect(await test.problemOf(many, { limits })).toBe('it has more than 100 files');
    const bomb = execFileSync('sh', ['-c', 'head -c 100M /dev/zero > bomb; tar -cz bomb; rm bomb'], {
      cwd: test.folder,
    });
    expect(bomb.length).toBeLessThan(200_000);
    expect(await test.problemOf(bomb, { limits })).toBe('disk-full');
  });

  it.each<[string, () => Uint8Array, RegExp]>([
    ['is empty', () => new Uint8Array(), /cut off/],
    ['holds nothing', () => madeArchive([]), /empty/],
    ['is no archive', () => Buffer.from('hello '.repeat(1000)), /no tar archive/],
    [
      'is cut off within a file',
      () => madeArchive([{ name: 'x', content: 'x'.repeat(5000) }]).subarray(0, 2000),
      /cut off within x/,
    ],
    ['lacks its end', () => madeArchive([{ name: 'x', content: 'x' }]).subarray(0, 1024), /end is missing/],
    ['is a squashfs', () => Buffer.from('hsqs and more'), /squashfs/],
    ['is a zip archive', () => Buffer.from('PK\u0003\u0004 and more'), /zip/],
  ])('that %s says so', async (_what, archive, problem) => {
    expect(await test.problemOf(archive())).toMatch(problem);
  });

  it('says so for a sparse file', async () => {
    execFileSync('truncate', ['-s', '1T', join(test.folder, 'sparse')]);
    const packed = execFileSync('tar', ['-C', test.folder, '-cS', 'sparse']);
    expect(await test.problemOf(packed)).toMatch(/sparse is stored as a sparse file; pack it again without --sparse/);
  });
});

/** Makes the attribute with cap_net_raw, for the root of a user namespace. */
function capabilityOf(root: number): string {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt32LE(0x0300_0001, 0);
  bytes.writeUInt32LE(1 << 13, 4);
  bytes.writeUInt32LE(root, 20);
  return bytes.toString('latin1');
}

describe.runIf(isRoot)('unpacking', () => {
  it('ends with all its processes when it is cancelled', async () => {
    const abort = new AbortController();
    const archive = madeArchive([{ name: 'x', content: Buffer.alloc(10_000_000) }]);
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield* piecesOf(archive.subarray(0, 5_000_000));
      abort.abort(new Error('enough'));
      await new Promise(() => undefined);
    }
    await expect(test.unpack(new Uint8Array(), { input: endless() }, abort.signal)).rejects.toThrow('enough');
    expect(spawnSync('pgrep', ['-f', test.folder], { encoding: 'utf8' }).stdout).toBe('');
  });

  it('ends who sends when it fails', async () => {
    let isEnded = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield* piecesOf(Buffer.alloc(1_000_000, 'x'));
      } finally {
        isEnded = true;
      }
    }
    await expect(test.unpack(new Uint8Array(), { input: endless() })).rejects.toThrow('it is no tar archive');
    expect(isEnded).toBe(true);
  });

  it('counts what follows the end of the archive for its digest only', async () => {
    const archive = Buffer.concat([madeArchive([{ name: 'x', content: 'x' }]), Buffer.alloc(3_000_000, 7)]);
    const { sha256, receivedBytes } = await test.unpack(archive);
    expect([sha256, receivedBytes]).toEqual([createHash('sha256').update(archive).digest('hex'), archive.length]);
    expect(existsSync(join(test.tree, 'x'))).toBe(true);
  });
});
