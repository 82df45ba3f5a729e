// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerError, answerSync, type ServedIncus, serveIncus } from '../../../incus/fixtures/serve-incus.ts';
import { type ServedNotes, serveNotes } from '../../../incus/fixtures/served-notes.ts';
import { confinedInstance } from '../../../incus/fixtures/some-instance.ts';
import { createIncusClient, type IncusClient } from '../../../incus/incus-client.ts';
import type { IncusInstance } from '../../../incus/incus-instances.ts';
import { createIncusTransport } from '../../../incus/transport.ts';
import { type Connection, openDatabase } from '../../../journal/database.ts';
import { createIntentJournal, type IntentJournal } from '../../../journal/intent-journal.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { createInstanceDomains, type InstanceDomains } from './instance-domains.ts';
import { containerOfNote, writeModuleNote } from './module-note.ts';

const level = 's0:c5,c6';
const sharedContext = `system_u:system_r:bulkhead_t:${level}`;
const ownContext = `system_u:system_r:bulkhead_c_web_t:${level}`;
const devices = { root: { type: 'disk', path: '/', pool: 'fast' } };
const nothing = { ports: [], allow: [], connectTypes: [] };
const chosen = { ports: [{ protocol: 'tcp' as const, port: 80 }], allow: ['ping' as const], connectTypes: [] };

/** The fake Incus has this configuration, and these options of the mount of its volume. */
let incus = { config: {} as Record<string, string>, options: '' };
/** Requests that fail, by method and path, so many of them. */
let failing: { readonly path: RegExp; count: number } | undefined;
const host = {
  modules: new Map<string, string>(),
  lxc: [] as string[],
  busy: [] as string[],
  isHere: true,
  isKnown: true,
  areAllRead: true,
  trouble: [] as unknown[],
};
let folder = '';
let database: Connection;
let intents: IntentJournal;
let served: ServedIncus;
let notes: ServedNotes;
let client: IncusClient;
let domains: InstanceDomains;

const instance = (): IncusInstance =>
  confinedInstance('web', level, {
    config: incus.config,
    expanded_config: incus.config,
    expanded_devices: devices,
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'domains-'));
  database = openDatabase(join(folder, 'db'), 'power-loss');
  intents = createIntentJournal(database, () => 100);
  incus = {
    config: { 'raw.lxc': `lxc.selinux.context = ${sharedContext}\nlxc.mount.auto = proc:mixed sys:mixed\n` },
    options: 'discard',
  };
  failing = undefined;
  Object.assign(host, { lxc: [], busy: [], isHere: true, isKnown: true, areAllRead: true, trouble: [] });
  host.modules.clear();
  notes = serveNotes();
  served = await serveIncus((asked, response) => {
    const { method, path, body } = asked;
    if (method !== 'GET' && failing !== undefined && failing.count > 0 && failing.path.test(path)) {
      failing.count -= 1;
      answerError(response, 500, 'the disk broke');
    } else if (notes.answer(asked, response)) return;
    else if (path === '/1.0/storage-pools/fast') answerSync(response, { driver: 'lvm' });
    else if (path.startsWith('/1.0/storage-pools/')) {
      if (method === 'PUT') incus.options = (body as VolumeBody).config['block.mount_options'] ?? '';
      answerSync(response, { config: { 'block.mount_options': incus.options }, description: '' }, { etag: 'volume' });
    } else {
      if (method === 'PATCH') incus.config = { ...incus.config, ...(body as VolumeBody).config };
      answerSync(response, instance(), { etag: 'tag' });
    }
  });
  client = createIncusClient(createIncusTransport(served.socketPath));
  domains = createInstanceDomains({
    client,
    intents,
    ownDomains: {
      bring: async (name, source) => void host.modules.set(name, source),
      has: (name) => host.modules.has(name),
      names: () => [...host.modules.keys()],
      remove: async (name) => void host.modules.delete(name),
    },
    managed: instance,
    isHere: () => host.isHere,
    namesOfLxc: () => host.lxc,
    areAllRead: () => host.areAllRead,
    find: () => (host.isKnown ? instance() : undefined),
    ifIdle: async (name, act) => {
      if (!host.busy.includes(name)) await act();
    },
    refresh: async () => undefined,
    onTrouble: (...trouble) => host.trouble.push(trouble),
  });
});
afterEach(async () => {
  await served.close();
  database.close();
  rmSync(folder, { recursive: true });
});

interface VolumeBody {
  readonly config: Record<string, string>;
}

const contextNow = (): string | undefined => /context = (.*)/.exec(incus.config['raw.lxc'] ?? '')?.[1];

describe('a domain of its own', () => {
  it('is written into its context, and the type of its files into the mount of its volume', async () => {
    await domains.confine('web', 'own', chosen);
    expect(contextNow()).toBe(ownContext);
    expect(incus.config['raw.lxc']).toContain('lxc.mount.auto = proc:mixed sys:mixed');
    expect(incus.options).toBe(`discard,context="system_u:object_r:bulkhead_c_web_file_t:${level}"`);
    expect(domains.described('web')).toMatchObject({ ...chosen, confinement: 'own', learningUntil: null });
    expect(intents.pending()).toEqual([]);
  });

  it('is taken away with its module, here and in the cluster', async () => {
    await writeModuleNote(client, 'web', 'text');
    host.modules.set('web', 'text');
    await domains.confine('web', 'own', chosen);
    await domains.confine('web', 'shared', nothing);
    expect([contextNow(), incus.options]).toEqual([
      sharedContext,
      `discard,context="system_u:object_r:bulkhead_file_t:${level}"`,
    ]);
    expect([notes.all.size, host.modules.size]).toEqual([0, 0]);
    expect(domains.described('web')).toMatchObject({ ...nothing, confinement: 'shared' });
  });

  it('that its volume does not get is none in its context either', async () => {
    failing = { path: /storage-pools/, count: 1 };
    await writeModuleNote(client, 'web', 'text');
    host.modules.set('web', 'text');
    await expect(domains.confine('web', 'own', chosen)).rejects.toThrow('the disk broke');
    expect(contextNow()).toBe(sharedContext);
    expect([notes.all.size, host.modules.size]).toEqual([0, 0]);
    expect(domains.described('web')).toMatchObject({ ...nothing, confinement: 'shared' });
    expect(intents.pending()).toEqual([]);
  });

  it('that can neither be finished nor taken back is finished by the next helper', async () => {
    failing = { path: /storage-pools/, count: 2 };
    await expect(domains.confine('web', 'own', chosen)).rejects.toThrow('the disk broke');
    const [left] = intents.pendingOf('confine-instance');
    expect(left).toMatchObject({ subject: 'web', data: { domain: 'bulkhead_c_web_t' } });
    await domains.finish('web', left?.data.domain ?? '');
    expect([contextNow(), incus.options]).toEqual([
      ownContext,
      `discard,context="system_u:object_r:bulkhead_c_web_file_t:${level}"`,
    ]);
  });

  it('keeps what is left out when ports, choices or connections change', async () => {
    await domains.confine('web', 'own', chosen);
    await domains.choose('web', { connectTypes: ['smtp_port_t'] });
    expect(domains.described('web')).toMatchObject({ ...chosen, connectTypes: ['smtp_port_t'] });
  });

  it('is that of its files again after a restore of a time in the other one', async () => {
    await domains.confine('web', 'own', chosen);
    const options = incus.options;
    incus.options = `discard,context="system_u:object_r:bulkhead_file_t:${level}"`;
    await domains.labelFiles(instance());
    expect(incus.options).toBe(options);
    incus.options += ',noatime';
    await domains.labelFiles(instance());
    expect(incus.options).toBe(`${options},noatime`);
  });

  it.each(['no JSON', '{"ports":[1]}', '[]'])('has nothing chosen where the key says %j', async (text) => {
    await domains.confine('web', 'own', chosen);
    incus.config['user.bulkhead.domain'] = text;
    expect(domains.described('web')).toMatchObject({ ...nothing, confinement: 'own' });
  });
});

describe('its module', () => {
  it('is the latest text that was published, on each member that it starts on', async () => {
    await writeModuleNote(client, 'web', 'first');
    await writeModuleNote(client, 'web', 'second');
    await domains.confine('web', 'own', nothing);
    await domains.bring(instance(), neverAborts);
    expect(host.modules.get('web')).toMatch(/^second\n/);
    // Its own, whichever the text had.
    expect(host.modules.get('web')).toContain('((s0 (c5 c6)) (s0 (c5 c6)))');
  });

  it('is needed for a start in a domain of its own, and for no other', async () => {
    await domains.bring(instance(), neverAborts);
    await domains.confine('web', 'own', nothing);
    await expect(domains.bring(instance(), neverAborts)).rejects.toMatchObject({
      code: 'container-failed',
      message: expect.stringMatching(/no policy module of it/) as string,
    });
  });

  it.each([
    ['on this member', true, true],
    ['on another member', false, false],
  ])('is installed as soon as it is published where the instance is %s', async (_, isHere, isInstalled) => {
    await domains.confine('web', 'own', nothing);
    await writeModuleNote(client, 'web', 'text');
    host.isHere = isHere;
    await domains.look('module.web');
    expect(host.modules.has('web')).toBe(isInstalled);
  });

  it('is removed on every member once the cluster has none, and not that of a container of LXC or of one in work', async () => {
    for (const name of ['web', 'lxc', 'new']) host.modules.set(name, 'text');
    Object.assign(host, { lxc: ['lxc'], busy: ['new'], isKnown: false });
    await domains.look();
    expect([...host.modules.keys()]).toEqual(['lxc', 'new']);
    expect(host.trouble).toEqual([]);
  });

  it.each([
    ['goes with an instance that incus has deleted', true, 0],
    ['stays while there are members of which nothing is known', false, 1],
  ])('%s', async (_, areAllRead, left) => {
    await writeModuleNote(client, 'web', 'text');
    host.modules.set('web', 'text');
    Object.assign(host, { isKnown: false, areAllRead });
    await domains.lookAt('web');
    expect([notes.all.size, host.modules.size]).toEqual([left, left]);
  });

  it('stays where the cluster has none and the instance has the domain still', async () => {
    await domains.confine('web', 'own', nothing);
    host.modules.set('web', 'text');
    await domains.look();
    expect(host.modules.size).toBe(1);
  });

  it('that cannot be read is said in the log, and nothing is removed', async () => {
    host.modules.set('web', 'text');
    await served.close();
    await domains.look();
    expect([host.modules.size, host.trouble.length]).toEqual([1, 1]);
    served = await serveIncus(() => undefined);
  });
});

it.each([
  ['module.web-1', 'web-1'],
  ['module.', undefined],
  ['module.../etc', undefined],
  ['question.web', undefined],
])('the note %s is the module of %s', (note, name) => {
  expect(containerOfNote(note)).toBe(name);
});
