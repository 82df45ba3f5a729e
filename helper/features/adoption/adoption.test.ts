// SPDX-License-Identifier: Apache-2.0
/**
 * Adoptions with real trees, the real images and the real chain of processes that unpacks; only the creation of the new
 * container is written down instead of done.
 */

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { inEnglish } from '../../../contract/fixtures/in-english.ts';
import { fail, Failure } from '../../../contract/errors.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import type { Item, Params } from '../../../contract/operations/index.ts';
import { type Connection, openDatabase } from '../../journal/database.ts';
import { createIntentJournal } from '../../journal/intent-journal.ts';
import { containerNames } from '../../lxc/all-configurations.ts';
import { createClaims } from '../../lxc/claims.ts';
import { type Description, readDescription } from '../../lxc/description.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import { createTestUnpack, type TestUnpack } from '../archives/fixtures/test-unpack.ts';
import { readContainer } from '../containers/read-container.ts';
import { createImageStore } from '../images/image-store.ts';
import { createImages } from '../images/images.ts';
import { adoptContainer, previewAdoption } from './adopt-container.ts';
import type { AdoptionHost } from './adoption-host.ts';
import { createOriginals } from './originals.ts';
import { recoverAdoptions } from './recover-adoptions.ts';
import { removeOriginal, restoreOriginal } from './return-original.ts';

/** Each starts several processes, which may take long on a busy machine. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const isRoot = process.getuid?.() === 0;
const by = { uid: 1000 };
let test: TestUnpack;
let count = 0;
let state: string;
let places: HostPlaces;
let database: Connection;
let signal: AbortSignal;
let reported: Item<'container.adopt'>[];
/** What the creation fails with; it succeeds when undefined. */
let creationFailure: Failure | undefined;
let asked: Params<'container.create'>[];

beforeAll(async () => {
  test = await createTestUnpack();
});
afterAll(() => test.remove());
beforeEach(() => {
  ({ signal } = new AbortController());
  [reported, asked, creationFailure] = [[], [], undefined];
  state = join(test.folder, `state-${(count += 1)}`);
  places = { lxc: join(state, 'lxc'), state: join(state, 'own'), cgroup: join(state, 'cgroup') };
  for (const path of [places.lxc, places.state, places.cgroup]) mkdirSync(path, { recursive: true });
  database = openDatabase(join(state, 'test.db'), 'power-loss');
});
afterEach(() => database.close());

const folderOf = (name: string): string => containerPlaces(places, name).folder;

/** A container as a person or lxc-create makes it, with files that belong to ids from `base` on. */
function makeForeign({ name = 'web', base = 0, lines = '' } = {}): string {
  const folder = folderOf(name);
  mkdirSync(join(folder, 'rootfs'), { recursive: true });
  execFileSync(
    'sh',
    [
      '-ec',
      `mkdir -p etc sbin srv dev; printf web > etc/hostname; echo 0123 > etc/machine-id; echo PRETTY_NAME=Old > etc/os-release
       cp /bin/true sbin/init; chmod 4755 sbin/init; ln sbin/init sbin/again; ln -s /etc/passwd etc/link; mkfifo srv/pipe
       cp /bin/true srv/able; mknod dev/sda b 8 0; head -c 300000 /dev/urandom > srv/data
       find . -exec chown -h ${base}:${base} {} +; chown ${base + 33}:${base + 33} srv/data; chmod 4755 sbin/init
       setcap cap_net_raw=ep srv/able`,
    ],
    { cwd: join(folder, 'rootfs') },
  );
  writeFileSync(
    join(folder, 'config'),
    `# by hand\nlxc.uts.name = shop\nlxc.rootfs.path = dir:${folder}/rootfs\nlxc.start.auto = 1\nlxc.cap.drop =\n${lines}`,
  );
  chmodSync(folder, 0o770);
  return folder;
}

/** All that is below LXC's path: also times, and that nothing was written again. */
function everything(): string {
  const find = `find . -printf "%P %y %m %U:%G %n %i %T@ -> %l\\n" | grep -v '^ ' | sort
    getcap -r . | sort; find . -type f -exec sha256sum {} + | sort`;
  return execFileSync('sh', ['-c', find], { cwd: places.lxc, encoding: 'utf8' });
}

const store = () => createImageStore({ path: join(state, 'images'), log: () => undefined });
const imagesLeft = (): readonly string[] =>
  existsSync(join(state, 'images')) ? readdirSync(join(state, 'images')) : [];

/** Makes a host whose helper dies at a step: from then on nothing of it happens any more. */
function hostOf(diesAt?: string): AdoptionHost {
  let isDead = false;
  async function step<T>(label: string, act: () => T | Promise<T>): Promise<T> {
    if (isDead || (isDead = diesAt === `before ${label}`)) throw new Error('killed');
    const result = await act();
    if ((isDead = diesAt === `after ${label}`)) throw new Error('killed');
    return result;
  }
  const journal = createIntentJournal(database, () => 1);
  const intents: typeof journal = { ...journal, release: (id) => (isDead ? undefined : journal.release(id)) };
  const images = createImages(store(), {
    places,
    intents,
    log: () => undefined,
    now: () => 1_795_541_512,
    unpack: (request, during) => test.unpack(new Uint8Array(), request, during),
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
    containers: undefined as never,
    whileStill: undefined as never,
  });
  const real = createOriginals(places);
  const claims = createClaims(() => undefined);
  const read = (name: string) =>
    readContainer(name, { places, enforcement: undefined, isPermissive: () => false, transition: undefined });
  return {
    places,
    intents,
    images: {
      has: images.has,
      makeOfFolder: (...args) => step('copy', () => images.makeOfFolder(...args)),
      discard: (...args) => step('discard', () => images.discard(...args)),
    },
    originals: {
      ...real,
      setAside: (name) => step('set-aside', () => real.setAside(name)),
      restore: (name) => step('restore', () => real.restore(name)),
      remove: (name) => step('remove', () => real.remove(name)),
    },
    containers: {
      linesOf: () => [],
      exclusively: claims.exclusively,
      list: async () => containerNames(places.lxc).flatMap((name) => read(name) ?? []),
      require: async (name) => read(name) ?? fail('container-not-found', { name }),
      choose(name, change) {
        const path = containerPlaces(places, name).description;
        writeFileSync(path, JSON.stringify({ ...readDescription(path), ...change }));
      },
      removeLocked: (name) => step('take', () => rmSync(folderOf(name), { recursive: true })),
    },
    creation: {
      async *createLocked(request, { original }) {
        asked.push(request);
        yield { step: 'check', fraction: 0 };
        if (creationFailure !== undefined) throw creationFailure;
        await step('create', () => writeOwn(request, original ?? null));
        return read(request.name) ?? fail('container-not-found', { name: request.name });
      },
    },
    hasImage: images.has,
    hasSelinux: () => true,
    weaknessesOf: () => [],
    newVolumes: { check: async () => undefined },
    now: () => 1_795_541_512,
  };
}

function writeOwn({ name, image, network }: Params<'container.create'>, original: Description['original']): void {
  mkdirSync(folderOf(name));
  writeFileSync(join(folderOf(name), 'config'), `lxc.uts.name = ${name}\n`);
  const description = {
    version: 1,
    image,
    network,
    confinement: 'shared',
    createdAt: 1,
    settings: noSettings,
    original,
  };
  writeFileSync(containerPlaces(places, name).description, JSON.stringify(description));
}

function linkConfiguration(folder: string): void {
  renameSync(join(folder, 'config'), join(folder, 'other'));
  symlinkSync('other', join(folder, 'config'));
}

const adopt = (host = hostOf(), volumes: string[] = [], cancelled = signal) =>
  adoptContainer({ name: 'web', volumes }, host, { by, report: (item) => reported.push(item), signal: cancelled });

const pending = (): readonly string[] =>
  createIntentJournal(database, () => 1)
    .pending()
    .map(({ kind }) => kind);

async function recovered(): Promise<readonly unknown[]> {
  const trouble: unknown[] = [];
  await recoverAdoptions(hostOf(), (_, error) => trouble.push(error));
  return trouble;
}

describe.runIf(isRoot)('an adopted container', () => {
  it('has the files of the original as an image, and the original is as it was', async () => {
    makeForeign();
    const before = everything();
    const container = await adopt();
    expect(container).toMatchObject({
      name: 'web',
      isManaged: true,
      image: 'adopted-web',
      original: { name: 'web', adoptedAt: 1_795_541_512 },
    });
    expect(asked[0]).toMatchObject({ settings: { hostname: 'shop', autostart: { order: 0 } }, start: false });
    expect([...new Set(reported.map(({ step }) => step))]).toEqual(['check', 'copy', 'set-aside', 'create']);
    const rootfs = join(state, 'images/adopted-web/rootfs');
    const files = execFileSync('find', ['.', '-printf', '%P %y %m %U:%G %n %l\n'], { cwd: rootfs, encoding: 'utf8' });
    expect(
      files
        .split('\n')
        .sort()
        .filter((line) => / [flpb] /.test(line)),
    ).toEqual([
      'etc/hostname f 644 0:0 1 ',
      'etc/link l 777 0:0 1 /etc/passwd',
      'etc/machine-id f 444 0:0 1 ',
      'etc/os-release f 644 0:0 1 ',
      'sbin/again f 4755 0:0 2 ',
      'sbin/init f 4755 0:0 2 ',
      'srv/able f 755 0:0 1 ',
      'srv/data f 644 33:33 1 ',
      'srv/pipe p 644 0:0 1 ',
    ]);
    expect(execFileSync('getcap', ['-r', '.'], { cwd: rootfs, encoding: 'utf8' })).toMatch(/srv\/able cap_net_raw=ep/);
    expect(readdirSync(places.lxc).sort()).toEqual(['.bulkhead-originals', 'web']);
    expect(pending()).toEqual([]);

    await restoreOriginal('web', false, hostOf());
    expect(everything()).toBe(before);
    expect([readdirSync(places.lxc), imagesLeft(), pending()]).toEqual([['web'], [], []]);
  });

  it('with ids of its own has its files with those of the container', async () => {
    makeForeign({ base: 100_000, lines: 'lxc.idmap = u 0 100000 65536\nlxc.idmap = g 0 100000 65536\n' });
    await adopt();
    const owners = execFileSync('stat', ['-c', '%u:%g', 'sbin/init', 'srv/data'], {
      cwd: join(state, 'images/adopted-web/rootfs'),
      encoding: 'utf8',
    });
    expect(owners).toBe('0:0\n33:33\n');
  });

  it('loses its original for good when that is removed, but for a root that lies elsewhere', async () => {
    const folder = makeForeign();
    const elsewhere = join(state, 'root-of-web');
    renameSync(join(folder, 'rootfs'), elsewhere);
    writeFileSync(join(folder, 'config'), `lxc.rootfs.path = ${elsewhere}\n`);
    await adopt();
    expect(await removeOriginal('web', hostOf())).toEqual([elsewhere]);
    expect([readdirSync(places.lxc), existsSync(elsewhere), imagesLeft()]).toEqual([['web'], true, ['adopted-web']]);
    expect(readDescription(containerPlaces(places, 'web').description)?.original).toBeNull();
    await expect(restoreOriginal('web', false, hostOf())).rejects.toMatchObject({ code: 'original-not-found' });
  });

  it('has its original under the name that it had, also when it has another one by now', async () => {
    makeForeign();
    const before = everything();
    await adopt();
    renameSync(folderOf('web'), folderOf('shop'));
    makeForeign({ name: 'web', base: 5 });
    await expect(restoreOriginal('shop', false, hostOf())).rejects.toMatchObject({ code: 'container-exists' });
    await expect(adopt()).rejects.toThrow(/an original of this name is kept/);
    rmSync(folderOf('web'), { recursive: true });
    expect((await restoreOriginal('shop', false, hostOf())).name).toBe('web');
    expect([everything(), readdirSync(places.lxc)]).toEqual([before, ['web']]);
  });

  it('that somebody removed by hand still has its original', async () => {
    makeForeign();
    const before = everything();
    await adopt();
    rmSync(folderOf('web'), { recursive: true });
    await restoreOriginal('web', false, hostOf());
    expect(everything()).toBe(before);
  });
});

describe.runIf(isRoot)('an adoption leaves the container as it was', () => {
  it('when its creation fails, and says why', async () => {
    makeForeign();
    const before = everything();
    creationFailure = new Failure('network-unavailable', { reason: 'no bridge' });
    await expect(adopt()).rejects.toMatchObject({ code: 'network-unavailable' });
    expect([everything(), readdirSync(places.lxc), imagesLeft(), pending()]).toEqual([before, ['web'], [], []]);
  });

  it('when it is cancelled while its files are copied, or after', async () => {
    makeForeign();
    const before = everything();
    for (const wanted of ['copy', 'set-aside']) {
      const cancel = new AbortController();
      const host = hostOf();
      const work = adoptContainer({ name: 'web', volumes: [] }, host, {
        by,
        report: ({ step }) => step === wanted && cancel.abort(new Failure('cancelled', {})),
        signal: cancel.signal,
      });
      await expect(work).rejects.toMatchObject({ code: 'cancelled' });
      expect([everything(), imagesLeft(), pending()]).toEqual([before, [], []]);
    }
  });

  it('when a file of it belongs to nobody of it (C4)', async () => {
    const folder = makeForeign();
    execFileSync('chown', ['200000:0', join(folder, 'rootfs/srv/data')]);
    const before = everything();
    await expect(adopt()).rejects.toThrow(/cannot adopt the container web: its files cannot be copied: .*200000/);
    expect([everything(), imagesLeft(), pending()]).toEqual([before, [], []]);
  });

  it('when a volume is asked for that its preview has not', async () => {
    makeForeign();
    await expect(adopt(hostOf(), ['/srv/www'])).rejects.toMatchObject({ code: 'volume-not-allowed' });
  });

  it.each(['before copy', 'after copy', 'after set-aside'])('when the helper dies %s (F1)', async (place) => {
    makeForeign();
    const before = everything();
    await expect(adopt(hostOf(place))).rejects.toThrow('killed');
    expect(pending()).toEqual(['adopt-container']);
    expect(await recovered()).toEqual([]);
    expect([everything(), readdirSync(places.lxc), imagesLeft(), pending()]).toEqual([before, ['web'], [], []]);
  });

  it('unless it was whole when the helper died (F1)', async () => {
    makeForeign();
    await expect(adopt(hostOf('after create'))).rejects.toThrow('killed');
    expect(await recovered()).toEqual([]);
    expect([readdirSync(places.lxc).sort(), imagesLeft(), pending()]).toEqual([
      ...[['.bulkhead-originals', 'web'], ['adopted-web'], []],
    ]);
  });

  it('while its creation was not undone, nothing is moved (F1)', async () => {
    makeForeign();
    await expect(adopt(hostOf('after set-aside'))).rejects.toThrow('killed');
    const intents = createIntentJournal(database, () => 1);
    const intent = intents.begin({ kind: 'create-container', subject: 'web', data: { isReserved: true } });
    expect(await recovered()).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/create-container/) as string }),
    ]);
    intents.done(intent);
    expect(await recovered()).toEqual([]);
    expect(readdirSync(places.lxc)).toEqual(['web']);
  });
});

describe.runIf(isRoot)('a return that was begun goes through', () => {
  it.each(['before take', 'after take', 'after restore', 'after discard'])(
    'when the helper dies %s (F1)',
    async (place) => {
      makeForeign();
      const before = everything();
      await adopt();
      await expect(restoreOriginal('web', false, hostOf(place))).rejects.toThrow('killed');
      expect(await recovered()).toEqual([]);
      expect([everything(), readdirSync(places.lxc), imagesLeft(), pending()]).toEqual([before, ['web'], [], []]);
    },
  );

  it.each(['before remove', 'after remove'])('as does a removal, when it dies %s (F1)', async (place) => {
    makeForeign();
    await adopt();
    await expect(removeOriginal('web', hostOf(place))).rejects.toThrow('killed');
    expect(await recovered()).toEqual([]);
    expect([readdirSync(places.lxc), pending()]).toEqual([['web'], []]);
    expect(readDescription(containerPlaces(places, 'web').description)?.original).toBeNull();
  });
});

describe.runIf(isRoot)('what is not adopted, because', () => {
  const problems = async (): Promise<readonly string[]> =>
    inEnglish((await previewAdoption('web', by, hostOf())).problems);

  it('a part of the path of its root is a link (C3)', async () => {
    const folder = makeForeign();
    renameSync(join(folder, 'rootfs'), join(state, 'elsewhere'));
    symlinkSync(join(state, 'elsewhere'), join(folder, 'rootfs'));
    expect(await problems()).toEqual([expect.stringMatching(/rootfs is a link/)]);
    await expect(adopt()).rejects.toMatchObject({ code: 'container-not-adoptable' });
  });

  it('others may put another folder in the place of its root (C3)', async () => {
    const folder = makeForeign();
    const place = join(state, 'elsewhere');
    mkdirSync(place);
    renameSync(join(folder, 'rootfs'), join(place, 'rootfs'));
    writeFileSync(join(folder, 'config'), `lxc.rootfs.path = ${place}/rootfs\n`);
    chmodSync(place, 0o777);
    expect(await problems()).toEqual([expect.stringMatching(/others may replace .*rootfs/)]);
    chmodSync(place, 0o755);
    execFileSync('chown', ['1000', place]);
    expect(await problems()).toEqual([expect.stringMatching(/belongs to the user 1000/)]);
  });

  it.each([
    ['/var/lib/bulkhead', /belongs to the system \(\/var\/lib\/bulkhead\)/],
    ['/etc', /its root \/etc belongs to the system/],
    ['/proc/1/root', /belongs to the system \(\/proc\)/],
    ['/usr/share/doc', /belongs to the system \(\/usr\)/],
    ['/home', /holds the data of many/],
    ['/var', /holds the data of many/],
    ['STATE/own', /belongs to the system \(.*\/own\)/],
    ['STATE/lxc/other/rootfs', /belongs to the system \(.*\/lxc\)/],
    ['STATE/lxc/web', /belongs to the system \(.*\/lxc\)/],
    ['STATE', /holds the data of many/],
  ])('its root %s is never copied (N12)', async (root, reason) => {
    makeForeign();
    const path = root.replace('STATE', state);
    writeFileSync(join(folderOf('web'), 'config'), `lxc.rootfs.path = dir:${path}\n`);
    expect(await problems()).toEqual([expect.stringMatching(reason)]);
    await expect(adopt()).rejects.toMatchObject({ code: 'container-not-adoptable' });
    expect(imagesLeft()).toEqual([]);
  });

  it.each([
    ['its folder may be written by others', (folder: string) => chmodSync(folder, 0o777), /others than root may write/],
    ["its folder is somebody's", (folder: string) => chownSync(folder, 1000, 0), /web belongs to the user 1000/],
    ["it is somebody's", (folder: string) => chownSync(join(folder, 'config'), 1000, 0), /config belongs to the user/],
    ['it is a link', linkConfiguration, /config is a link/],
  ])('others may exchange its configuration, of which nothing is shown: %s (N10)', async (_what, spoil, reason) => {
    spoil(makeForeign({ lines: 'lxc.environment = SECRET=CANARY\n' }));
    const preview = await previewAdoption('web', by, hostOf());
    expect(inEnglish(preview.problems)).toEqual([expect.stringMatching(reason)]);
    expect(preview).toMatchObject({ lines: [], weaknesses: [], settings: { environment: [] } });
    await expect(adopt()).rejects.toThrow(/its configuration is not read/);
  });

  it('it runs, in whatever cgroup', async () => {
    const folder = makeForeign();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(`\0${folder}/command`, resolve));
    expect(await problems()).toEqual([expect.stringMatching(/^it runs; stop it first/)]);
    await new Promise((resolve) => server.close(resolve));
    expect(await problems()).toEqual([]);
  });

  it('another container uses its files', async () => {
    const folder = makeForeign();
    makeForeign({ name: 'other', lines: `lxc.mount.entry = ${folder}/rootfs/srv srv none bind 0 0\n` });
    expect(await problems()).toEqual([expect.stringMatching(/^other uses files below /)]);
  });

  it('Bulkhead has it already', async () => {
    makeForeign();
    await adopt();
    expect(await problems()).toEqual(expect.arrayContaining(['Bulkhead manages it already']));
  });
});

it.runIf(isRoot)('lines of a file that is not read are neither shown nor adopted (N10)', async () => {
  const included = join(state, 'home/inc.conf');
  makeForeign({ lines: `lxc.include = ${included}\n` });
  mkdirSync(dirname(included));
  writeFileSync(join(state, 'secret'), 'PASSWORD = CANARY\nlxc.environment = TOKEN=CANARY\n', { mode: 0o600 });
  symlinkSync(join(state, 'secret'), included);
  chownSync(dirname(included), 1000, 1000);
  const preview = await previewAdoption('web', by, hostOf());
  expect(JSON.stringify(preview)).not.toContain('CANARY');
  expect(inEnglish(preview.lines.at(-1))).toMatchObject({
    key: 'lxc.include',
    value: included,
    outcome: 'left-out',
    note: expect.stringMatching(
      /^Not read: .* belongs to the user|^Not read: others than root may write to \/tmp/,
    ) as string,
  });
  await adopt();
  expect(asked[0]?.settings.environment).toEqual([]);
});

it.runIf(isRoot)('nothing of an original is written: it lies where only root enters', async () => {
  makeForeign();
  await adopt();
  const folder = createOriginals(places).pathOf('web');
  expect(execFileSync('stat', ['-c', '%a %u', dirname(folder)], { encoding: 'utf8' })).toBe('700 0\n');
  expect(readFileSync(join(folder, 'config'), 'utf8')).toMatch(/^# by hand/);
});
