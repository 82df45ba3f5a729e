// SPDX-License-Identifier: Apache-2.0
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { description } from '../../../bench/fuzz/texts.ts';
import { fail } from '../../../contract/errors.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import type { Volume } from '../../../contract/model/containers/volume.ts';
import { policyNames } from '../../../sepolicy/own-domain/names.ts';
import { fakeContainer, stoppedContainer } from '../../../testing/models/container.ts';
import { type Connection, openDatabase } from '../../journal/database.ts';
import { createIntentJournal, type IntentJournal } from '../../journal/intent-journal.ts';
import { readDescription } from '../../lxc/description.ts';
import { vethNameOf } from '../../lxc/network/veth-name.ts';
import { type ContainerPlaces, containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import { stagedPlace } from '../volumes/volume-lines.ts';
import { type ContainerRename, createContainerRename } from './rename-container.ts';

const db = { ...stoppedContainer, confinement: 'shared' } as const;

describe('a rename', () => {
  let folder = '';
  let places: HostPlaces;
  let database: Connection;
  let intents: IntentJournal;
  /** Mounted roots and what followed the name, in order. */
  let done: unknown[];
  /** Containers with a module. */
  let modules: Set<string>;

  const place = (name: string): ContainerPlaces => containerPlaces(places, name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-rename-'));
    places = { lxc: join(folder, 'lxc'), state: folder, cgroup: join(folder, 'cgroup') };
    database = openDatabase(join(folder, 'test.db'), 'power-loss');
    intents = createIntentJournal(database, () => 1);
    done = [];
    modules = new Set();
    for (const path of [place('db').folder, place('db').snapshots]) mkdirSync(path, { recursive: true });
    writeFileSync(place('db').description, JSON.stringify({ ...JSON.parse(description), confinement: 'shared' }));
    writeFileSync(
      place('db').configuration,
      [
        'lxc.uts.name = db',
        `lxc.rootfs.path = dir:${place('db').rootfs}`,
        `lxc.console.logfile = ${place('db').consoleLog}`,
        `lxc.mount.entry = ${place('db').folder}-other/x x none bind`,
        'lxc.net.0.type = veth',
        `lxc.net.0.veth.pair = ${vethNameOf('db')}`,
        'lxc.net.0.hwaddr = 10:66:6a:01:02:03',
        'lxc.environment = A=db',
        '',
      ].join('\n'),
    );
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  /** `dies`: when its root is to be mounted under the new name. */
  function start({ dies = false, rejects = false } = {}): ContainerRename {
    return createContainerRename(
      {
        places,
        intents,
        layers: { unmount: async () => undefined } as never,
        ownDomains: {
          has: (name: string) => modules.has(name),
          copy: async (name: string, to: string) => {
            if (!modules.has(name)) return;
            modules.add(to);
            if (rejects) fail('policy-rejected', { problems: [] });
          },
          remove: async (name: string) => void (modules.delete(name), done.push(`without the module of ${name}`)),
        } as never,
        volumes: {
          unstage: async () => undefined,
          prepare: async (name: string) => void done.push(`volumes of ${name}`),
        } as never,
        events: { emit: (event, data) => void done.push([event, data]) },
      },
      {
        applyChoice: async () => undefined,
        choose: (name, choice) => change(name, choice),
        mount: async (name) => {
          if (dies && name !== 'db') throw new Error('the helper was killed');
          done.push(name);
        },
      },
    );
  }

  function change(name: string, choice: object): void {
    const path = place(name).description;
    writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...choice }));
  }

  const srv: Volume = { source: '/srv/db', target: '/srv', readOnly: false, category: null };
  const own = { ...db, confinement: 'own' as const, volumes: [srv] };

  /** Describes it with a domain of its own, and a volume. */
  function describeOwn(): void {
    change('db', { confinement: 'own', volumes: [srv] });
    appendFileSync(
      place('db').configuration,
      [
        `lxc.selinux.context = system_u:system_r:${policyNames('db').domain}:s0:c5,c6`,
        `lxc.mount.entry = ${stagedPlace(place('db'), srv)} srv none bind,nosuid,nodev 0 0`,
        '',
      ].join('\n'),
    );
    modules.add('db');
  }

  it('moves the folders, and changes what names the container in its configuration', async () => {
    await start().rename(db, 'shop', neverAborts);
    expect([
      existsSync(place('db').folder),
      existsSync(place('db').layers),
      existsSync(place('shop').snapshots),
    ]).toEqual([false, false, true]);
    const lines = readFileSync(place('shop').configuration, 'utf8').split('\n');
    expect(lines.slice(0, 6)).toEqual([
      'lxc.uts.name = shop',
      `lxc.rootfs.path = dir:${place('shop').rootfs}`,
      `lxc.console.logfile = ${place('shop').consoleLog}`,
      `lxc.mount.entry = ${place('db').folder}-other/x x none bind`,
      'lxc.net.0.type = veth',
      `lxc.net.0.veth.pair = ${vethNameOf('shop')}`,
    ]);
    expect(lines.filter((line) => line.includes('script.up')).join()).toContain(vethNameOf('shop'));
    expect(lines).toContain('lxc.environment = A=db');
    expect([done, intents.pending()]).toEqual([[['renamed', { name: 'db', to: 'shop' }], 'shop'], []]);
    expect(readDescription(place('shop').description)?.isHostnameDue).toBe(true);
  });

  it('leaves a host name that was chosen', async () => {
    const chosen = { ...(JSON.parse(description) as object), settings: { ...noSettings, hostname: 'db.example.org' } };
    writeFileSync(place('db').description, JSON.stringify(chosen));
    writeFileSync(place('db').configuration, 'lxc.uts.name = db.example.org\n');
    await start().rename(db, 'shop', neverAborts);
    expect(readFileSync(place('shop').configuration, 'utf8')).toBe('lxc.uts.name = db.example.org\n');
    expect(readDescription(place('shop').description)?.isHostnameDue).toBe(false);
  });

  it('is finished by recovery when the helper dies over it, from wherever it was (F1)', async () => {
    await expect(start({ dies: true }).rename(db, 'shop', neverAborts)).rejects.toThrow('the helper was killed');
    const [intent] = intents.pendingOf('rename-container');
    expect(intent).toMatchObject({ subject: 'db', data: { to: 'shop' } });
    await start().finish('db', 'shop');
    await start().finish('db', 'shop');
    expect([existsSync(place('shop').configuration), existsSync(place('db').folder)]).toEqual([true, false]);
  });

  it.each([
    [fakeContainer({ name: 'db' }), 'shop', 'container-running'],
    [db, 'db', 'container-exists'],
    [{ ...db, confinement: 'learning' as const }, 'shop', 'container-failed'],
  ])('that is not possible changes nothing', async (container, to, code) => {
    const before = readFileSync(place('db').configuration, 'utf8');
    await expect(start().rename(container, to, neverAborts)).rejects.toMatchObject({ code });
    expect([readFileSync(place('db').configuration, 'utf8'), intents.pending(), done]).toEqual([before, [], []]);
  });

  it('gives a domain of its own the other name, and its volumes the labels of that', async () => {
    describeOwn();
    await start().rename(own, 'shop', neverAborts);
    const lines = readFileSync(place('shop').configuration, 'utf8').split('\n');
    expect(lines).toContain(`lxc.selinux.context = system_u:system_r:${policyNames('shop').domain}:s0:c5,c6`);
    expect(lines).toContain(`lxc.mount.entry = ${stagedPlace(place('shop'), srv)} srv none bind,nosuid,nodev 0 0`);
    expect(done).toEqual([
      ...['db', 'volumes of db'],
      ...[['renamed', { name: 'db', to: 'shop' }], 'shop', 'volumes of shop', 'without the module of db'],
    ]);
    expect([...modules]).toEqual(['shop']);
  });

  it('changes nothing when its module under the other name is rejected', async () => {
    describeOwn();
    const before = readFileSync(place('db').configuration, 'utf8');
    await expect(start({ rejects: true }).rename(own, 'shop', neverAborts)).rejects.toMatchObject({
      code: 'policy-rejected',
    });
    expect([readFileSync(place('db').configuration, 'utf8'), intents.pending(), [...modules]]).toEqual([
      before,
      [],
      ['db'],
    ]);
  });

  it('with a domain of its own is finished by recovery, which removes the former module last (F1)', async () => {
    describeOwn();
    await expect(start({ dies: true }).rename(own, 'shop', neverAborts)).rejects.toThrow('the helper was killed');
    expect([...modules]).toEqual(['db', 'shop']);
    await start().finish('db', 'shop');
    await start().finish('db', 'shop');
    expect([[...modules], existsSync(place('shop').configuration)]).toEqual([['shop'], true]);
  });

  it('keeps its links', async () => {
    mkdirSync(place('web').folder);
    writeFileSync(
      place('web').description,
      JSON.stringify({ ...(JSON.parse(description) as object), links: ['api', 'db'] }),
    );
    change('db', { links: ['web'] });
    await start().rename(db, 'shop', neverAborts);
    expect(['shop', 'web'].map((name) => readDescription(place(name).description)?.links)).toEqual([
      ['web'],
      ['api', 'shop'],
    ]);
  });

  it('does not begin over work that has not ended', async () => {
    intents.begin({ kind: 'restore-snapshot', subject: 'db', data: { snapshot: 'monday' } });
    await expect(start().rename(db, 'shop', neverAborts)).rejects.toThrow(/a restore-snapshot of it has not ended/);
    expect(existsSync(place('db').folder)).toBe(true);
  });
});
