// SPDX-License-Identifier: Apache-2.0
/** Imports into an Incus that answers over a socket, with the real tar, the real chain that unpacks, and a real overlay. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import type { Image } from '../../../contract/model/host/image.ts';
import type { Input, Item, Params } from '../../../contract/operations/index.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import {
  answerAsync,
  answerError,
  answerSync,
  endedOperation,
  type ServedIncus,
  serveIncus,
} from '../../incus/fixtures/serve-incus.ts';
import { createIncusClient } from '../../incus/incus-client.ts';
import { createIncusTransport } from '../../incus/transport.ts';
import { type Connection, openDatabase } from '../../journal/database.ts';
import { createIntentJournal, type IntentJournal } from '../../journal/intent-journal.ts';
import { type MadeEntry, madeArchive } from '../archives/fixtures/made-archive.ts';
import { createTestUnpack, type TestUnpack } from '../archives/fixtures/test-unpack.ts';
import { exportedFile, inputOf } from './fixtures/exported-file.ts';
import { importContainer, type ImportOptions } from './import-container.ts';
import { recoverInstanceImages } from './import-instance.ts';
import { manifestOf } from './manifest.ts';
import { createScratch } from './scratch.ts';

/** Each starts several processes, which may take long on a busy machine. */
vi.setConfig({ testTimeout: 120_000 });

const isRoot = process.getuid?.() === 0;
const web = fakeContainer({ tags: ['prod'] });
const imageBytes = 2 ** 20;
const image: Image = {
  name: 'debian-13',
  description: '',
  architecture: 'amd64',
  sizeBytes: imageBytes,
  createdAt: 1,
  sha256: 'ab'.repeat(32),
  origin: null,
  hasInit: true,
  application: null,
  usedBy: [],
};
const limits = { ...web.limits, memoryBytes: 2 ** 29, cpus: 1.5, pids: 512, diskBytes: 2 ** 30, cpuWeight: 50 };
const files = { image: { name: 'debian-13', sha256: image.sha256 }, wasRunning: false, exportedAt: 1_795_532_000 };
const layerManifest = manifestOf({ ...web, limits }, files);
const rootManifest = manifestOf({ ...web, limits }, { ...files, image: null });
const init: MadeEntry = { name: 'layer/sbin/init', content: 'x' };
const incus = { pool: 'fast' };

let test: TestUnpack;
let state: string;
let database: Connection;
let intents: IntentJournal;
let served: ServedIncus;
/** What Incus has, by its fingerprint: the archive, and the mark. */
let images: Map<string, { readonly archive: Buffer; readonly mark: string }>;
/** What Incus answers to the upload, at its end, and to a deletion; nothing where it does what it is asked. */
let errors: { upload: string; arrival: string; deletion: string };
/** How often Incus says that it still works on an image. */
let arriving: number;
let created: { readonly request: Params<'cluster.create'>; readonly image: Buffer | undefined }[];
let createError: Error | undefined;
let checkError: Error | undefined;
let checked: unknown[];
let troubles: unknown[];
let steps: Item<'container.import'>[];
/** Replaces what the helper does before it sends, to see it there. */
let onSend: () => void;
let count = 0;

beforeAll(async () => {
  test = await createTestUnpack();
}, 120_000);
afterAll(() => test.remove());

const tar = (archive: Buffer, ...args: readonly string[]): string =>
  execFileSync('tar', args, { input: archive, encoding: 'utf8', maxBuffer: 2 ** 26 });

const metadataOf = (archive: Buffer): { readonly properties: Readonly<Record<string, string>> } =>
  JSON.parse(tar(archive, '-x', '-O', 'metadata.yaml')) as { properties: Record<string, string> };

const markOf = (archive: Buffer): string => metadataOf(archive).properties['bulkhead.import'] ?? '';

beforeEach(async () => {
  state = join(test.folder, `state-${(count += 1)}`);
  mkdirSync(state);
  database = openDatabase(join(state, 'db'), 'power-loss');
  intents = createIntentJournal(database, () => 100);
  images = new Map([['cd'.repeat(32), { archive: Buffer.from(''), mark: 'of another' }]]);
  errors = { upload: '', arrival: '', deletion: '' };
  [created, checked, troubles, steps, arriving] = [[], [], [], [], 0];
  [createError, checkError, onSend] = [undefined, undefined, () => undefined];
  served = await serveIncus(({ method, path, body }, response) => {
    if (path.startsWith('/1.0/operations?')) {
      arriving -= 1;
      answerSync(response, arriving < 0 ? {} : { running: [{ description: 'Downloading image' }] });
    } else if (path.startsWith('/1.0/operations/'))
      answerSync(response, { ...endedOperation, status_code: errors.arrival === '' ? 200 : 400, err: errors.arrival });
    else if (method === 'POST' && errors.upload !== '') answerError(response, 500, errors.upload);
    else if (method === 'POST') {
      onSend();
      const archive = body as Buffer;
      const fingerprint = createHash('sha256').update(archive).digest('hex');
      if (errors.arrival === '') images.set(fingerprint, { archive, mark: markOf(archive) });
      const metadata = { fingerprint };
      answerAsync(response, { ...endedOperation, metadata, ...(errors.arrival !== '' && { status_code: 103 }) });
    } else if (method === 'DELETE' && errors.deletion !== '') answerError(response, 500, errors.deletion);
    else if (method === 'DELETE') {
      images.delete(/images\/([0-9a-f]+)/.exec(path)?.[1] ?? '');
      answerAsync(response, endedOperation);
    } else
      answerSync(
        response,
        [...images].map(([fingerprint, { mark }]) => ({ fingerprint, properties: { 'bulkhead.import': mark } })),
      );
  });
});
afterEach(async () => {
  await served.close();
  database.close();
});
/** Type, owner and name of each file, as `tar` lists them. */
const listing = (archive: Buffer | undefined): readonly string[] =>
  tar(archive ?? Buffer.from(''), '-t', '-v', '--numeric-owner')
    .trim()
    .split('\n')
    .map((line) => line.replace(/^(\S+) +(\S+) .* \d\d:\d\d (.*)$/, '$1 $2 $3'));

const containers = (): ImportOptions['containers'] => ({
  list: async () => [web],
  cluster: {
    async create(request) {
      if (createError !== undefined) throw createError;
      created.push({ request, image: images.get(request.image ?? '')?.archive });
      return fakeContainer({ name: request.name, engine: 'incus' });
    },
  },
  instances: {
    client: createIncusClient(createIncusTransport(served.socketPath)),
    here: () => 'one',
    async checkNew(one) {
      checked.push(one);
      if (checkError !== undefined) throw checkError;
    },
    settled: async () => undefined,
  },
});

function options(): ImportOptions {
  return {
    scratch: createScratch(state),
    creation: {
      create: () => {
        throw new Error('a container of LXC was created');
      },
    },
    containers: containers(),
    intents,
    ownImages: {
      has: () => false,
      makeOfFolder: () => Promise.reject(new Error('an image of the store was made')),
      discard: async () => undefined,
    },
    unpack: (request, during) => test.unpack(new Uint8Array(), request, during),
    images: async () => [image],
    rootOf: async () => join(state, 'image'),
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
    now: () => 1_795_532_000,
    onTrouble: (name, error) => void troubles.push([name, error]),
  };
}

async function imported(
  input: AsyncIterable<Input<'container.import'>>,
  chosen: Partial<Params<'container.import'>> = {},
  signal = new AbortController().signal,
): Promise<unknown> {
  const report = (item: Item<'container.import'>): void => void steps.push(item);
  return importContainer(
    { chosen: { name: 'web-2', incus, ...chosen }, uid: 1000, input },
    { ...options(), report },
    signal,
  );
}

const fileOf = (entries: readonly MadeEntry[], manifest: object): Promise<Buffer> => {
  const beginning = { name: 'manifest.json', content: JSON.stringify(manifest) };
  return exportedFile(madeArchive([beginning, { name: 'layer', type: '5' }, ...entries]));
};
const rootFile = (entries: readonly MadeEntry[] = []): Promise<Buffer> => fileOf([init, ...entries], rootManifest);
const changesAsked = (): unknown => served.asked.filter(({ method }) => method !== 'GET');
/** What is left of imports, in the journal, on the disk, and in Incus beside the image of another. */
const left = (): unknown => [
  intents.pending(),
  existsSync(join(state, 'transfers')) ? readdirSync(join(state, 'transfers')) : [],
  images.size - 1,
];
const nothing = [[], [], 0];

describe.runIf(isRoot)('a whole root', () => {
  it('is given to Incus as an image with metadata of our own, and only until the instance is there', async () => {
    const entries: readonly MadeEntry[] = [
      { name: 'layer/etc/hostname', content: 'web\n' },
      { name: 'layer/etc/machine-id', content: 'ab'.repeat(16) },
      { name: 'layer/home', type: '5', mode: 0o750, uid: 33, gid: 4 },
    ];
    await imported(inputOf(await rootFile(entries)));
    const [{ request, image: archive = Buffer.from('') } = { request: undefined }] = created;
    expect(request).toEqual({
      name: 'web-2',
      pool: 'fast',
      member: 'one',
      image: expect.any(String) as string,
      start: false,
      // Incus has these limits; the root is the whole volume.
      limits: { memoryBytes: 2 ** 29, cpus: 1.5, pids: 512, diskBytes: 2 ** 30 },
    });
    expect(metadataOf(archive)).toEqual({
      architecture: 'x86_64',
      creation_date: 1_795_532_000,
      properties: { description: 'web-2, imported by Bulkhead', 'bulkhead.import': markOf(archive) },
    });
    expect(listing(archive)).toEqual(
      expect.arrayContaining(['drwxr-xr-x 0/0 rootfs/', 'drwxr-x--- 33/4 rootfs/home/']),
    );
    // Incus reads no further than it has to.
    expect(listing(archive)[0]).toMatch(/metadata\.yaml$/);
    expect(tar(archive, '-x', '-O', 'rootfs/etc/hostname')).toBe('web-2\n');
    expect(tar(archive, '-x', '-O', 'rootfs/etc/machine-id')).toBe('');
    expect([left(), troubles]).toEqual([nothing, []]);
    expect([...new Set(steps.map(({ step }) => step))]).toEqual(['check', 'receive', 'image', 'upload', 'create']);
  });

  it('of a stranger brings no device, no mark of an overlay and no attribute of the host', async () => {
    const strange: readonly MadeEntry[] = [
      { name: 'layer/sda', type: '4', major: 8, minor: 0 },
      { name: 'layer/null', type: '3', major: 1, minor: 3 },
      { name: 'layer/removed', type: '3', major: 0, minor: 0 },
      { name: 'layer/etc', type: '5', attributes: { 'trusted.overlay.opaque': 'y' } },
      { name: 'layer/a', content: 'x', attributes: { 'security.selinux': 'system_u:object_r:shadow_t:s0' } },
    ];
    await imported(inputOf(await rootFile(strange)));
    const archive = created[0]?.image ?? Buffer.from('');
    const names = listing(archive).map((line) => line.split(' ')[2]);
    expect(names).toEqual(expect.arrayContaining(['rootfs/a', 'rootfs/etc/', 'rootfs/sbin/init']));
    for (const name of ['sda', 'null', 'removed']) expect(names).not.toContain(`rootfs/${name}`);
    expect(archive.toString('latin1')).not.toMatch(/trusted\.overlay|shadow_t/);
  });

  it('whose host name and machine id are links gets neither through them', async () => {
    const links: readonly MadeEntry[] = [
      { name: 'layer/etc/hostname', type: '2', target: join(state, 'outside') },
      { name: 'layer/etc/machine-id', type: '2', target: join(state, 'outside') },
    ];
    await imported(inputOf(await rootFile(links)));
    expect([existsSync(join(state, 'outside')), left()]).toEqual([false, nothing]);
  });

  it('that cannot boot, as one of an application, is denied before Incus gets anything', async () => {
    const file = await fileOf([{ name: 'layer/app', content: 'x' }], rootManifest);
    await expect(imported(inputOf(file))).rejects.toThrow(/first process of a system.*import it as a container of LXC/);
    expect([changesAsked(), left()]).toEqual([[], nothing]);
  });

  it('is made on the member that was chosen', async () => {
    await imported(inputOf(await rootFile()), { incus: { pool: 'fast', member: 'two' } });
    expect(created[0]?.request.member).toBe('two');
  });
});

describe.runIf(isRoot)('a layer', () => {
  beforeEach(() => {
    execFileSync(
      'sh',
      [
        '-ec',
        'mkdir -p image/etc image/sbin image/gone image/full; cd image; echo of-image >etc/kept; ' +
          'cp /bin/true sbin/init; echo a >gone/a; echo b >full/b',
      ],
      { cwd: state },
    );
  });
  const layer: readonly MadeEntry[] = [
    { name: 'layer/etc', type: '5' },
    { name: 'layer/etc/own', content: 'of-layer\n', uid: 33 },
    { name: 'layer/gone', type: '3', major: 0, minor: 0 },
    { name: 'layer/full', type: '5', attributes: { 'trusted.overlay.opaque': 'y' } },
  ];
  const layerFile = (): Promise<Buffer> => fileOf(layer, layerManifest);

  it('is put on its image, without what it has removed, in a volume that has room for both', async () => {
    await imported(inputOf(await layerFile()));
    const archive = created[0]?.image ?? Buffer.from('');
    expect(tar(archive, '-x', '-O', 'rootfs/etc/kept')).toBe('of-image\n');
    expect(tar(archive, '-x', '-O', 'rootfs/etc/own')).toBe('of-layer\n');
    const names = listing(archive);
    expect(names).toEqual(expect.arrayContaining([expect.stringMatching(/ 33\/0 rootfs\/etc\/own$/)]));
    expect(names.join('\n')).not.toMatch(/rootfs\/gone|rootfs\/full\/b/);
    expect(metadataOf(archive)).toMatchObject({ architecture: 'x86_64' });
    expect(created[0]?.request.limits.diskBytes).toBe(2 ** 30 + imageBytes);
    // The image of the store is as it was.
    expect(readdirSync(join(state, 'image')).sort()).toEqual(['etc', 'full', 'gone', 'sbin']);
    expect(left()).toEqual(nothing);
  });

  it('of an application is denied before anything is made of it', async () => {
    const application = { entrypoint: ['/app'], command: [], environment: [], user: '', folder: '', ports: [] };
    const input = inputOf(await layerFile());
    const given = { ...options(), images: async () => [{ ...image, application: { ...application, stopSignal: '' } }] };
    const report = (item: Item<'container.import'>): void => void steps.push(item);
    const call = importContainer(
      { chosen: { incus }, uid: 1000, input },
      { ...given, report },
      new AbortController().signal,
    );
    await expect(call).rejects.toThrow(/as a container of an application/);
    expect([steps.some(({ step }) => step === 'image'), changesAsked(), left()]).toEqual([false, [], nothing]);
  });

  it('is not put on an image of another archive, or on one that was removed meanwhile', async () => {
    const other = { ...layerManifest, image: { name: 'debian-13', sha256: 'ef'.repeat(32) } };
    await expect(imported(inputOf(await fileOf(layer, other)))).rejects.toThrow(/lie on an image debian-13/);
    const file = await layerFile();
    let asked = 0;
    const given = options();
    const rootOf = async (): Promise<string> => ((asked += 1) === 1 ? join(state, 'image') : state);
    await expect(
      importContainer(
        { chosen: { incus }, uid: 1000, input: inputOf(file) },
        { ...given, rootOf, report: () => undefined },
        new AbortController().signal,
      ),
    ).rejects.toMatchObject({ code: 'image-not-found' });
    expect([asked, created, changesAsked(), left()]).toEqual([2, [], [], nothing]);
  });
});

describe.runIf(isRoot)('an import into Incus', () => {
  it('is in the journal before Incus gets the image, by its mark', async () => {
    let noted: unknown;
    onSend = () => (noted = intents.pending());
    await imported(inputOf(await rootFile()));
    expect(noted).toMatchObject([
      { kind: 'import-instance', subject: 'web-2', data: { mark: markOf(created[0]?.image ?? Buffer.from('')) } },
    ]);
  });

  it('is not begun where it cannot be created, nor with what Incus gives by itself', async () => {
    const unread = (async function* (): AsyncGenerator<Input<'container.import'>> {
      throw new Error('something was read');
    })();
    checkError = new Failure('container-failed', { name: 'web-2', reason: 'the pool is none of block devices' });
    await expect(imported(unread)).rejects.toThrow('none of block devices');
    await expect(imported(unread, { network: { kind: 'nat' } })).rejects.toThrow(/leave the network out/);
    expect([checked, left()]).toEqual([[{ name: 'web-2', pool: 'fast' }], nothing]);
    checkError = undefined;
    await expect(imported(inputOf(await rootFile()), { image: 'debian-13' })).rejects.toThrow(/leave the image out/);
    expect([changesAsked(), left()]).toEqual([[], nothing]);
  });

  it.each([
    ['the upload', () => (errors.upload = 'no space left on device'), /no space left/],
    ['Incus when it reads the image', () => (errors.arrival = 'Missing creation date'), /Missing creation date/],
    ['the creation', () => (createError = new Failure('container-exists', { name: 'web-2' })), /the name is taken/],
  ])('that fails by %s leaves nothing', async (_, begin, words) => {
    begin();
    await expect(imported(inputOf(await rootFile()))).rejects.toThrow(words);
    expect([created, left(), troubles]).toEqual([[], nothing, []]);
  });

  it('that is cancelled while its image is sent leaves none, and none when it is cancelled once Incus has it', async () => {
    const file = await rootFile([{ name: 'layer/data', content: 'x'.repeat(2 ** 22) }]);
    for (const at of [(step: string) => step === 'upload', undefined]) {
      const cancel = new AbortController();
      if (at === undefined) onSend = () => cancel.abort(new Failure('cancelled', {}));
      const report = ({ step, bytes }: Item<'container.import'>): void => {
        if (at?.(step) === true && bytes === 0) cancel.abort(new Failure('cancelled', {}));
      };
      await expect(
        importContainer(
          { chosen: { incus }, uid: 1000, input: inputOf(file) },
          { ...options(), report },
          cancel.signal,
        ),
      ).rejects.toMatchObject({ code: 'cancelled' });
      expect([created, left(), troubles]).toEqual([[], nothing, []]);
    }
  });

  it('whose image cannot be deleted is whole, and the image goes with the next start of the helper', async () => {
    errors.deletion = 'the disk is busy';
    await imported(inputOf(await rootFile()));
    expect([created.length, images.size, troubles]).toEqual([1, 2, [['web-2', expect.anything()]]]);
    await expect(recoverInstanceImages({ intents, containers: containers() })).rejects.toThrow('the disk is busy');
    errors.deletion = '';
    await recoverInstanceImages({ intents, containers: containers() });
    expect(left()).toEqual(nothing);
  });

  it('that a crash has cut off is undone once Incus works on no image any more, and no other image is touched', async () => {
    const [mark, other] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];
    intents.begin({ kind: 'import-instance', subject: 'web-2', data: { mark } });
    images.set('ef'.repeat(32), { archive: Buffer.from(''), mark });
    images.set('ee'.repeat(32), { archive: Buffer.from(''), mark: other });
    arriving = 1;
    await recoverInstanceImages({ intents, containers: containers() });
    expect([[...images.values()].map((one) => one.mark), intents.pending()]).toEqual([['of another', other], []]);
    expect(served.asked.map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
      'GET /1.0/operations',
      'GET /1.0/operations',
      'GET /1.0/images',
      `DELETE /1.0/images/${'ef'.repeat(32)}`,
    ]);
    const before = served.asked.length;
    await recoverInstanceImages({ intents, containers: containers() });
    expect(served.asked.length).toBe(before);
  });
});
