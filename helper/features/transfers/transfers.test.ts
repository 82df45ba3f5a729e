// SPDX-License-Identifier: Apache-2.0
/** Exports and imports with the real tar, the real chain of processes that unpacks, and a container that is only written down. */

import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { Image } from '../../../contract/model/host/image.ts';
import type { Input, Params } from '../../../contract/operations/index.ts';
import { requireCapability } from '../../../contract/rules/require-capability.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { createIncusClient } from '../../incus/incus-client.ts';
import { createIncusTransport } from '../../incus/transport.ts';
import { type Connection, openDatabase } from '../../journal/database.ts';
import { createIntentJournal, type IntentJournal } from '../../journal/intent-journal.ts';
import { attributeOf, setAttribute } from '../../system/native/attributes.ts';
import { type MadeEntry, madeArchive } from '../archives/fixtures/made-archive.ts';
import { createTestUnpack, type TestUnpack } from '../archives/fixtures/test-unpack.ts';
import { copyTree } from '../snapshots/copy-tree.ts';
import { exportedFile, inputOf } from './fixtures/exported-file.ts';
import { exportContainer, type ExportOptions } from './export-container.ts';
import { importContainer, type ImportOptions } from './import-container.ts';
import { recoverRoots } from './import-root.ts';
import { manifestOf } from './manifest.ts';
import { createScratch } from './scratch.ts';

/** Each starts several processes, which may take long on a busy machine. */
vi.setConfig({ testTimeout: 120_000 });

const isRoot = process.getuid?.() === 0;
const web = fakeContainer({ tags: ['prod'] });
const image: Image = {
  name: 'debian-13',
  description: '',
  architecture: 'amd64',
  sizeBytes: 1,
  createdAt: 1,
  sha256: 'ab'.repeat(32),
  origin: null,
  hasInit: true,
  application: null,
  usedBy: [],
};
const manifest = manifestOf(web, {
  image: { name: 'debian-13', sha256: image.sha256 },
  wasRunning: false,
  exportedAt: 1_795_532_000,
});

let signal: AbortSignal;
let test: TestUnpack;
let state: string;
/** What was asked to be created, with the files that it would get. */
let created: { readonly request: Params<'container.create'>; readonly listing: string }[];
let images: readonly Image[];
let database: Connection;
let intents: IntentJournal;
/** What was made an image, with its files; and what of these was discarded. */
let madeImages: { readonly name: string; readonly origin: string; readonly listing: string }[];
let discarded: unknown[];
/** The folder and the first id of the files of an instance of Incus, where the container is one. */
let instance: { readonly root: string; readonly base: number } | undefined;
let opened: number;
let createError: Error | undefined;
let count = 0;

beforeAll(async () => {
  test = await createTestUnpack();
}, 120_000);
afterAll(() => test.remove());
beforeEach(() => {
  ({ signal } = new AbortController());
  created = [];
  images = [image];
  state = join(test.folder, `state-${(count += 1)}`);
  mkdirSync(state);
  database = openDatabase(join(state, 'db'), 'power-loss');
  intents = createIntentJournal(database, () => 100);
  [madeImages, discarded, instance, opened, createError] = [[], [], undefined, 0, undefined];
});
afterEach(() => database.close());

/** An overlay hides by it what a folder of the layer below has. */
const opaque = 'trusted.overlay.opaque';

/** All that a tree has. */
function listing(tree: string): string {
  const find =
    'find . -printf "%P %y %m %U:%G %n -> %l\\n" | sort; getcap -r . | sort; find . -type f -exec sha256sum {} + | sort';
  const marked = join(tree, 'etc/a');
  const mark = existsSync(marked) ? onFolder(marked, (fd) => attributeOf(fd, opaque)) : undefined;
  return `${execFileSync('sh', ['-c', find], { cwd: tree, encoding: 'utf8' })}${mark ?? ''}`;
}

function onFolder<T>(path: string, act: (fd: number) => T): T {
  const fd = openSync(path, 'r');
  try {
    return act(fd);
  } finally {
    closeSync(fd);
  }
}

function makeLayer(): string {
  const layer = join(state, 'layer');
  mkdirSync(layer);
  execFileSync(
    'sh',
    [
      '-ec',
      `mkdir -p etc/a home; printf web > etc/hostname; chown 33:33 home; chmod 0750 home; mknod etc/removed c 0 0
       cp /bin/true suid; chmod 4755 suid; ln suid again; ln -s /etc/passwd link; mkfifo pipe
       head -c 900000 /dev/urandom > data; cp /bin/true able; setcap cap_net_raw=ep able`,
    ],
    { cwd: layer },
  );
  onFolder(join(layer, 'etc/a'), (fd) => setAttribute(fd, opaque, 'y'));
  return layer;
}

const scratch = () => createScratch(state);

function exportOptions(layer: string): ExportOptions {
  return {
    scratch: scratch(),
    containers: {
      async require(_name, { can }) {
        const container: Container = instance === undefined ? web : { ...web, engine: 'incus' };
        requireCapability(container, can);
        return container;
      },
      exclusively: (_name, _claim, act) => act(),
      async openRoot() {
        const folder = openSync(instance?.root ?? '', 'r');
        opened += 1;
        const close = (): void => {
          closeSync(folder);
          opened -= 1;
        };
        return { folder, base: instance?.base ?? 0, disks: [], close };
      },
    },
    files: {
      copy: async (_source, { upper }) => void execFileSync('cp', ['-a', layer, upper]),
      copyTree: (from, { name, upper }, during) => copyTree({ container: name, from, to: upper }, during),
    },
    whileStill: (_name, act) => act(),
    measure: async () => 4096,
    images: async () => images,
    now: () => 1_795_532_000,
  };
}

async function exported(layer: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const item of exportContainer({ name: 'web' }, exportOptions(layer), signal))
    if (item.type === 'data') pieces.push(Buffer.from(item.data));
  return Buffer.concat(pieces);
}

const ownImages = (): ImportOptions['ownImages'] => ({
  has: (name) => images.some((one) => one.name === name),
  async makeOfFolder({ name, origin, folder }) {
    madeImages.push({ name, origin, listing: listing(`/proc/${process.pid}/fd/${folder}/.`) });
  },
  async discard(name, origin) {
    discarded.push([name, origin]);
  },
});

async function imported(
  input: AsyncIterable<Input<'container.import'>>,
  chosen: Params<'container.import'> = {},
  cancelled = signal,
): Promise<unknown> {
  const options: ImportOptions = {
    scratch: scratch(),
    creation: {
      async *create(request, { tree = '' }) {
        if (createError !== undefined) throw createError;
        created.push({ request, listing: tree === '' ? '' : listing(tree) });
        return fakeContainer({ name: request.name });
      },
    },
    containers: {
      list: async () => [web],
      cluster: { create: () => Promise.reject(new Error('it goes to no Incus')) },
      instances: {
        client: createIncusClient(createIncusTransport(join(state, 'no.socket'))),
        here: () => undefined,
        checkNew: async () => undefined,
        settled: async () => undefined,
      },
    },
    intents,
    ownImages: ownImages(),
    rootOf: () => Promise.reject(new Error('it goes to no Incus')),
    now: () => 1_795_532_000,
    onTrouble: () => undefined,
    unpack: (request, during) => test.unpack(new Uint8Array(), request, during),
    images: async () => images,
    disk: () => ({
      backing: 'project-quota',
      totalBytes: 2 ** 40,
      freeBytes: 2 ** 26,
      reserveBytes: 0,
      totalInodes: 1000,
      freeInodes: 1000,
      reserveInodes: 0,
      isOvercommitted: false,
    }),
  };
  return importContainer({ chosen, uid: 1000, input }, { ...options, report: () => undefined }, cancelled);
}

/** What is left of transfers. */
const left = (): readonly string[] =>
  existsSync(join(state, 'transfers')) ? readdirSync(join(state, 'transfers')) : [];

async function fileOf(entries: readonly MadeEntry[], text = JSON.stringify(manifest)): Promise<Buffer> {
  return exportedFile(
    madeArchive([{ name: 'manifest.json', content: text }, { name: 'layer', type: '5' }, ...entries]),
  );
}

describe.runIf(isRoot)('an exported container', () => {
  it('comes back with all its files, owners, modes, capabilities and marks of what is removed', async () => {
    const layer = makeLayer();
    const file = await exported(layer);
    await imported(inputOf(file), { name: 'web-2' });
    expect(created.map(({ request }) => [request.name, request.image, request.tags])).toEqual([
      ['web-2', 'debian-13', ['prod']],
    ]);
    expect(created[0]?.listing).toBe(listing(layer));
    expect(left()).toEqual([]);
  });

  it('can be unpacked by any program that knows tar and gzip', async () => {
    const names = execFileSync('tar', ['-t'], { input: gunzipSync(await exported(makeLayer())), encoding: 'utf8' });
    expect(names.split('\n')).toEqual(
      expect.arrayContaining(['manifest.json', 'layer/etc/hostname', 'layer/etc/removed']),
    );
  });

  it('leaves nothing of its copy, and no program that packs, when its reader leaves', async () => {
    for await (const item of exportContainer({ name: 'web' }, exportOptions(makeLayer()), signal))
      if (item.type === 'data') break;
    expect(left()).toEqual([]);
    const running = execFileSync('ps', ['-e', '-o', 'args'], { encoding: 'utf8' }).split('\n');
    expect(running.filter((line) => line.includes(`--directory=${state}/`))).toEqual([]);
  });

  it('is not taken when its end is missing, in the file or in what was sent', async () => {
    const file = await exported(makeLayer());
    await expect(imported(inputOf(file.subarray(0, file.length - 200)))).rejects.toMatchObject({
      code: 'archive-unusable',
    });
    await expect(imported(inputOf(file, false))).rejects.toMatchObject({ code: 'cancelled' });
    expect([created, left()]).toEqual([[], []]);
  });

  it('needs its image, and no other one of that name', async () => {
    const file = await exported(makeLayer());
    images = [{ ...image, sha256: 'cd'.repeat(32) }];
    await expect(imported(inputOf(file))).rejects.toThrow(/lie on an image debian-13 with the digest abab/);
    images = [];
    await expect(imported(inputOf(file))).rejects.toMatchObject({ code: 'image-not-found' });
    images = [{ ...image, name: 'trixie' }];
    await imported(inputOf(file), { image: 'trixie' });
    expect(created.map(({ request }) => request.image)).toEqual(['trixie']);
  });

  it('is not received at all under a name that is taken', async () => {
    const nothing = (async function* (): AsyncGenerator<Input<'container.import'>> {
      throw new Error('something was read');
    })();
    await expect(imported(nothing, { name: 'web' })).rejects.toMatchObject({ code: 'container-exists' });
  });

  it('leaves nothing when it is cancelled half-way', async () => {
    const file = await exported(makeLayer());
    const cancel = new AbortController();
    const endless = (async function* (): AsyncGenerator<Input<'container.import'>> {
      yield { type: 'data', data: file.subarray(0, 300_000) };
      cancel.abort(new Failure('cancelled', {}));
      await new Promise(() => undefined);
    })();
    await expect(imported(endless, {}, cancel.signal)).rejects.toMatchObject({ code: 'cancelled' });
    expect([created, left()]).toEqual([[], []]);
  });
});

describe.runIf(isRoot)('an exported instance of Incus', () => {
  const origin = 'the imported container web-2';

  it.each([0, 300_000])('has its whole root with owners from 0, where its volume has them from %i', async (base) => {
    const root = makeLayer();
    const before = listing(root);
    if (base > 0)
      execFileSync('sh', ['-ec', `find . -exec chown -h ${base}:${base} {} +; chown ${base + 33} home`], { cwd: root });
    instance = { root, base };
    const file = await exported(root);
    expect([opened, left()]).toEqual([0, []]);
    const text = execFileSync('tar', ['-x', '-O', 'manifest.json'], { input: gunzipSync(file), encoding: 'utf8' });
    expect(JSON.parse(text)).toMatchObject({ image: null, name: 'web' });
    await imported(inputOf(file), { name: 'web-2' });
    expect(madeImages.map(({ name, origin: from }) => [name, from])).toEqual([['imported-web-2', origin]]);
    if (base === 0) expect(madeImages[0]?.listing).toBe(before);
    else expect(madeImages[0]?.listing).toMatch(/^home d 750 33:0 /m);
    expect(created).toMatchObject([{ request: { name: 'web-2', image: 'imported-web-2' }, listing: '' }]);
    expect([discarded, intents.pending(), left()]).toEqual([[], [], []]);
  });

  it('leaves no image where no container comes of it, also after a crash, and replaces none', async () => {
    const root = makeLayer();
    instance = { root, base: 0 };
    const file = await exported(root);
    createError = new Failure('container-exists', { name: 'web-2' });
    await expect(imported(inputOf(file), { name: 'web-2' })).rejects.toMatchObject({ code: 'container-exists' });
    expect([discarded, intents.pending()]).toEqual([[['imported-web-2', origin]], []]);
    await expect(imported(inputOf(file), { image: 'debian-13' })).rejects.toMatchObject({ code: 'image-exists' });
    expect([discarded.length, madeImages.length]).toEqual([1, 1]);
    intents.begin({ kind: 'import-root', subject: 'imported-web-2', data: { container: 'web-2' } });
    await recoverRoots({ intents, ownImages: ownImages() });
    expect([discarded.length, intents.pending()]).toEqual([2, []]);
  });

  it('is exported as it is now, and of no snapshot', async () => {
    instance = { root: makeLayer(), base: 0 };
    const items = exportContainer({ name: 'web', snapshot: 'first' }, exportOptions(instance.root), signal);
    await items.next();
    await expect(items.next()).rejects.toMatchObject({ code: 'engine-cannot', data: { name: 'web' } });
  });
});

describe.runIf(isRoot)('a file that a stranger made', () => {
  it.each([
    ['a name that climbs out', [{ name: 'layer/../../../evil', content: 'x' }]],
    [
      'a file below a link',
      [
        { name: 'layer/a', type: '2', target: '/tmp' },
        { name: 'layer/a/evil', content: 'x' },
      ],
    ],
    ['a hard link to what is not in it', [{ name: 'layer/a', type: '1', target: 'etc/passwd' }]],
    [
      'two files of one name',
      [
        { name: 'layer/a', content: '1' },
        { name: 'layer/a', content: '2' },
      ],
    ],
    ['an owner of the host', [{ name: 'layer/a', uid: 2_000_000, content: 'x' }]],
    ['more files than the host has room for', Array.from({ length: 1100 }, (_, index) => ({ name: `layer/${index}` }))],
  ])('with %s leaves nothing (C4)', async (_, entries) => {
    await expect(imported(inputOf(await fileOf(entries)))).rejects.toBeInstanceOf(Failure);
    expect([created, left(), existsSync('/tmp/evil')]).toEqual([[], [], false]);
  });

  it.each([
    ['no manifest', '', /not valid|says nothing/],
    ['a manifest that climbs', JSON.stringify({ ...manifest, name: '../x' }), /not valid/],
    ['a manifest with more than it may say', JSON.stringify({ ...manifest, volumes: ['/etc:/etc'] }), /not valid/],
  ])('with %s leaves nothing (C2)', async (_, text, reason) => {
    await expect(imported(inputOf(await fileOf([], text)))).rejects.toThrow(reason);
    expect([created, left()]).toEqual([[], []]);
  });

  it('brings no devices, and no attribute of the host', async () => {
    const file = await fileOf([
      { name: 'layer/sda', type: '4', major: 8, minor: 0 },
      { name: 'layer/a', content: 'x', attributes: { 'security.selinux': 'system_u:object_r:shadow_t:s0' } },
    ]);
    await imported(inputOf(file));
    expect(created[0]?.listing).not.toContain('sda');
    expect(created[0]?.listing).toContain('a f 644 0:0 1');
  });
});
