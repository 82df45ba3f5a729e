// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MadeEntry, madeArchive } from './fixtures/made-archive.ts';
import { createTestUnpack, type TestUnpack } from './fixtures/test-unpack.ts';

const isRoot = process.getuid?.() === 0;
let test: TestUnpack;

beforeAll(async () => {
  test = await createTestUnpack();
}, 120_000);
afterAll(() => test.remove());

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const paths = (): string =>
  execFileSync('find', ['.', '-mindepth', '1', '-printf', '%P %y %n\n'], { cwd: test.tree, encoding: 'utf8' });
const sorted = (): readonly string[] => paths().trim().split('\n').sort();
const read = (path: string): string => readFileSync(join(test.tree, path), 'utf8');

const config = {
  architecture: 'amd64',
  config: {
    Entrypoint: ['/usr/bin/server'],
    Cmd: ['--listen'],
    Env: ['PATH=/usr/bin'],
    User: '33',
    WorkingDir: '/srv',
    ExposedPorts: { '80/tcp': {} },
    StopSignal: 'SIGQUIT',
  },
};

interface Changes {
  /** Replaces the bytes of a blob, whose name stays. */
  readonly damage?: (bytes: Buffer) => Buffer;
  readonly index?: object;
}

/** An image of OCI with these layers, as `skopeo` writes it to an archive. */
function ociArchive(
  layers: readonly (readonly MadeEntry[])[],
  { damage = (bytes) => bytes, index }: Changes = {},
): Buffer {
  const blobs: MadeEntry[] = [];
  const blob = (bytes: Buffer, mediaType: string): object => {
    const digest = sha256(bytes);
    blobs.push({ name: `blobs/sha256/${digest}`, content: damage(bytes) });
    return { mediaType, digest: `sha256:${digest}`, size: bytes.length };
  };
  const manifest = {
    schemaVersion: 2,
    config: blob(Buffer.from(JSON.stringify(config)), 'application/vnd.oci.image.config.v1+json'),
    layers: layers.map((entries) =>
      blob(gzipSync(madeArchive(entries)), 'application/vnd.oci.image.layer.v1.tar+gzip'),
    ),
  };
  const described = blob(Buffer.from(JSON.stringify(manifest)), 'application/vnd.oci.image.manifest.v1+json');
  return madeArchive([
    { name: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
    ...blobs,
    { name: 'index.json', content: JSON.stringify(index ?? { schemaVersion: 2, manifests: [described] }) },
  ]);
}

const lower: readonly MadeEntry[] = [
  { name: 'etc', type: '5', mode: 0o755 },
  { name: 'etc/kept', content: 'lower' },
  { name: 'etc/gone', content: 'lower' },
  { name: 'etc/replaced', content: 'lower' },
  { name: 'cache', type: '5' },
  { name: 'cache/old', content: 'lower' },
  { name: 'becomes-file', type: '5' },
  { name: 'becomes-file/below', content: 'lower' },
  { name: 'first', content: 'linked' },
  { name: 'second', type: '1', target: 'first' },
  { name: 'third', type: '1', target: 'first' },
];
const upper: readonly MadeEntry[] = [
  { name: 'etc', type: '5', mode: 0o700 },
  { name: 'etc/.wh.gone', content: '' },
  { name: 'etc/replaced', content: 'upper' },
  { name: 'cache', type: '5' },
  { name: 'cache/.wh..wh..opq', content: '' },
  { name: 'cache/new', content: 'upper' },
  { name: 'becomes-file', content: 'upper' },
  { name: 'first', content: 'upper' },
];

describe.runIf(isRoot)('an image of OCI', () => {
  it('becomes one tree of all its layers, and keeps how its program is run', async () => {
    const { format, application } = await test.unpack(ociArchive([lower, upper]));
    expect(format).toBe('oci');
    expect(application).toEqual({
      entrypoint: ['/usr/bin/server'],
      command: ['--listen'],
      environment: ['PATH=/usr/bin'],
      user: '33',
      folder: '/srv',
      ports: ['80/tcp'],
      stopSignal: 'SIGQUIT',
    });
    expect(sorted()).toEqual([
      'becomes-file f 1',
      'cache d 2',
      'cache/new f 1',
      'etc d 2',
      'etc/kept f 1',
      'etc/replaced f 1',
      'first f 1',
      'second f 2',
      'third f 2',
    ]);
    expect(['becomes-file', 'etc/replaced', 'first', 'second', 'third'].map(read)).toEqual([
      ...['upper', 'upper', 'upper', 'linked', 'linked'],
    ]);
    expect(execFileSync('stat', ['-c', '%a', 'etc'], { cwd: test.tree, encoding: 'utf8' })).toBe('700\n');
  });

  it('is not unpacked when a digest is wrong (C4)', async () => {
    const damaged = ociArchive([lower], {
      damage: (bytes) => (bytes[0] === 0x1f ? gzipSync(madeArchive(upper)) : bytes),
    });
    expect(await test.problemOf(damaged)).toMatch(
      /the digest of blobs\/sha256\/\w+ is sha256:\w+, and not sha256:\w+: it is damaged, or was changed/,
    );
    expect(paths()).toBe('');
  });

  it.each<[string, () => Buffer, RegExp]>([
    [
      'lacks a blob',
      () => ociArchive([lower], { index: { manifests: [{ digest: `sha256:${'0'.repeat(64)}` }] } }),
      /lacks blobs\/sha256\/0{64}/,
    ],
    [
      'names a blob by a path',
      () => ociArchive([lower], { index: { manifests: [{ digest: 'sha256:../../../etc/shadow' }] } }),
      /index.json is not what it should be: .* must be a digest/,
    ],
    [
      'has no index',
      () => madeArchive([{ name: 'oci-layout', content: '{}' }]),
      /neither an index.json nor a manifest.json/,
    ],
    [
      'has an index that is no JSON',
      () => madeArchive([{ name: 'index.json', content: '{' }]),
      /index.json is no JSON/,
    ],
    [
      'has two of a name',
      () =>
        madeArchive([
          { name: 'index.json', content: '{}' },
          { name: './index.json', content: '{}' },
        ]),
      /two files of the name index.json/,
    ],
    [
      'holds devices',
      () =>
        madeArchive([
          { name: 'oci-layout', content: '{}' },
          { name: 'blobs/x', type: '4' },
        ]),
      /blobs\/x is no file of an image/,
    ],
    ['climbs out in a layer', () => ociArchive([[{ name: '../x', content: '' }]]), /leads out of its folder/],
    [
      'writes through a link of a lower layer',
      () => ociArchive([[{ name: 'x', type: '2', target: '/tmp' }], [{ name: 'x/y', content: '' }]]),
      /x\/y lies below x, which is no folder/,
    ],
    ['removes a file without a name', () => ociArchive([[{ name: 'etc/.wh...', content: '' }]]), /without a name/],
    [
      'holds two images',
      () =>
        ociArchive([lower], {
          index: { manifests: ['1', '2'].map((digit) => ({ digest: `sha256:${digit.repeat(64)}` })) },
        }),
      /holds several images .*; save one of them alone/,
    ],
  ])('that %s is not unpacked (C4)', async (_what, archive, problem) => {
    expect(await test.problemOf(archive())).toMatch(problem);
  });

  it('whose layer is larger than what may be used ends at once (C4)', async () => {
    const bomb = ociArchive([[{ name: 'x', content: Buffer.alloc(4 * 1024 ** 2) }]]);
    const limits = { maxBytes: 1024 ** 2, maxFiles: 100, ids: { first: 0, count: 65_536 } };
    expect(await test.problemOf(bomb, { limits })).toBe('disk-full');
  });
});

describe.runIf(isRoot)('an image as docker saves it', () => {
  const layer = madeArchive(lower);
  const described = Buffer.from(JSON.stringify(config));

  it('becomes a tree too, also where a layer is named by a link', async () => {
    const manifest = [
      { Config: `${sha256(described)}.json`, RepoTags: ['x:1'], Layers: ['a/layer.tar', 'b/layer.tar'] },
    ];
    const { application } = await test.unpack(
      madeArchive([
        { name: `${sha256(described)}.json`, content: described },
        { name: 'a/layer.tar', content: layer },
        { name: 'b/layer.tar', type: '2', target: '../a/layer.tar' },
        { name: 'manifest.json', content: JSON.stringify(manifest) },
      ]),
    );
    expect(application?.user).toBe('33');
    expect(read('etc/kept')).toBe('lower');
  });

  it('is not unpacked when what it names by a digest has another (C4)', async () => {
    const manifest = [{ Config: `${'0'.repeat(64)}.json`, Layers: [] }];
    const archive = madeArchive([
      { name: `${'0'.repeat(64)}.json`, content: described },
      { name: 'manifest.json', content: JSON.stringify(manifest) },
    ]);
    expect(await test.problemOf(archive)).toMatch(/the digest of 0{64}\.json is/);
  });
});
