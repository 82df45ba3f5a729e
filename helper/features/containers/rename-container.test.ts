// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { description } from '../../../bench/fuzz/texts.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import { fakeContainer, stoppedContainer } from '../../../testing/models/container.ts';
import { type Connection, openDatabase } from '../../journal/database.ts';
import { createIntentJournal, type IntentJournal } from '../../journal/intent-journal.ts';
import { readDescription } from '../../lxc/description.ts';
import { vethNameOf } from '../../lxc/network/veth-name.ts';
import { type ContainerPlaces, containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import { type ContainerRename, createContainerRename } from './rename-container.ts';

const db = { ...stoppedContainer, confinement: 'shared' } as const;

describe('a rename', () => {
  let folder = '';
  let places: HostPlaces;
  let database: Connection;
  let intents: IntentJournal;
  /** Mounted roots and what followed the name, in order. */
  let done: unknown[];

  const place = (name: string): ContainerPlaces => containerPlaces(places, name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-rename-'));
    places = { lxc: join(folder, 'lxc'), state: folder, cgroup: join(folder, 'cgroup') };
    database = openDatabase(join(folder, 'test.db'), 'power-loss');
    intents = createIntentJournal(database, () => 1);
    done = [];
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

  function start({ dies = false } = {}): ContainerRename {
    return createContainerRename(
      {
        places,
        intents,
        layers: { unmount: async () => undefined } as never,
        ownDomains: { has: () => false } as never,
        onRenamed: (name, to) => void done.push([name, to]),
      },
      {
        mount: async (name) => {
          if (dies) throw new Error('the helper was killed');
          done.push(name);
        },
      },
    );
  }

  it('moves the folders, and changes what names the container in its configuration', async () => {
    await start().rename(db, 'shop');
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
    expect([done, intents.pending()]).toEqual([[['db', 'shop'], 'shop'], []]);
    expect(readDescription(place('shop').description)?.isHostnameDue).toBe(true);
  });

  it('leaves a host name that was chosen', async () => {
    const chosen = { ...(JSON.parse(description) as object), settings: { ...noSettings, hostname: 'db.example.org' } };
    writeFileSync(place('db').description, JSON.stringify(chosen));
    writeFileSync(place('db').configuration, 'lxc.uts.name = db.example.org\n');
    await start().rename(db, 'shop');
    expect(readFileSync(place('shop').configuration, 'utf8')).toBe('lxc.uts.name = db.example.org\n');
    expect(readDescription(place('shop').description)?.isHostnameDue).toBe(false);
  });

  it('is finished by recovery when the helper dies over it, from wherever it was (F1)', async () => {
    await expect(start({ dies: true }).rename(db, 'shop')).rejects.toThrow('the helper was killed');
    const [intent] = intents.pendingOf('rename-container');
    expect(intent).toMatchObject({ subject: 'db', data: { to: 'shop' } });
    await start().finish('db', 'shop');
    await start().finish('db', 'shop');
    expect([existsSync(place('shop').configuration), existsSync(place('db').folder)]).toEqual([true, false]);
  });

  it.each([
    [fakeContainer({ name: 'db' }), 'shop', 'container-running'],
    [db, 'db', 'container-exists'],
    [{ ...db, confinement: 'own' as const }, 'shop', 'container-failed'],
    [
      { ...db, volumes: [{ source: '/srv', target: '/srv', readOnly: false, category: null }] },
      'shop',
      'container-failed',
    ],
  ])('that is not possible changes nothing', async (container, to, code) => {
    const before = readFileSync(place('db').configuration, 'utf8');
    await expect(start().rename(container, to)).rejects.toMatchObject({ code });
    expect([readFileSync(place('db').configuration, 'utf8'), intents.pending(), done]).toEqual([before, [], []]);
  });

  it('does not begin over work that has not ended', async () => {
    intents.begin({ kind: 'restore-snapshot', subject: 'db', data: { snapshot: 'monday' } });
    await expect(start().rename(db, 'shop')).rejects.toThrow(/a restore-snapshot of it has not ended/);
    expect(existsSync(place('db').folder)).toBe(true);
  });
});
