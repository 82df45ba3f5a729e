// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { isFailure } from '../../../contract/errors.ts';
import type { ExportManifest } from '../../../contract/model/containers/export-manifest.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import type { ChosenContainer } from '../../../contract/operations/containers/creation.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { formatConfiguration, parseConfiguration } from '../../lxc/configuration-file.ts';
import { withProgram } from '../../lxc/program/program-lines.ts';
import { hostileNames } from '../../server/fixtures/hostile-names.ts';
import { configurationLines } from '../creation/configuration.ts';
import { creationOf, manifestOf, readManifest } from './manifest.ts';

const files = { image: { name: 'debian-13', sha256: 'a'.repeat(64) }, wasRunning: true, exportedAt: 1_795_532_000 };
/** The manifest has a value at every place. */
const manifest: ExportManifest = manifestOf(
  fakeContainer({
    network: { kind: 'bridge', bridge: 'br0' },
    limits: {
      ...fakeContainer().limits,
      memoryBytes: 2 ** 30,
      cpus: 1,
      cpuWeight: 100,
      cpuSet: '0-3',
      pids: 100,
      diskBytes: 2 ** 30,
    },
    confinement: 'own',
    ports: [{ protocol: 'tcp', port: 80 }],
    allow: ['connect-web'],
    connectTypes: ['postgresql_port_t'],
    tags: ['prod'],
    settings: {
      ...noSettings,
      description: 'Shop',
      autostart: { order: 10, delaySeconds: 1 },
      hostname: 'shop',
      environment: [{ name: 'LANG', value: 'C' }],
      nameservers: ['10.0.3.1'],
      searchDomains: ['example.org'],
      program: ['/bin/server', '-v'],
      user: 'www:www',
      folder: '/srv',
      stopSignal: 'SIGQUIT',
      lines: [{ key: 'lxc.prlimit.nofile', value: '4096' }],
    },
  }),
  files,
);

type Path = readonly (string | number)[];

function* leavesOf(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== 'object' || value === null) yield path;
  else
    for (const [key, one] of Object.entries(value))
      yield* leavesOf(one, [...path, Array.isArray(value) ? Number(key) : key]);
}

function* objectsOf(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield path;
  for (const [key, one] of Object.entries(value))
    yield* objectsOf(one, [...path, Array.isArray(value) ? Number(key) : key]);
}

/** Gives the manifest with another value at a place. */
function changed([part, ...rest]: Path, change: (value: unknown) => unknown, value: unknown = manifest): unknown {
  if (part === undefined) return change(value);
  if (Array.isArray(value)) return value.map((one: unknown, at) => (at === part ? changed(rest, change, one) : one));
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [part]: changed(rest, change, record[part]) };
}

function creationIfAny(text: string): ChosenContainer | undefined {
  try {
    return creationOf(readManifest(text), {});
  } catch (error) {
    if (isFailure(error, 'archive-unusable')) return undefined;
    throw error;
  }
}

/** Writes the configuration as the helper does for that creation. */
function configurationOf({ name, limits, network, settings }: ChosenContainer): string {
  const lines = configurationLines({
    name,
    rootfs: `/var/lib/lxc/${name}/rootfs`,
    places: {
      consoleLog: '/var/lib/bulkhead/containers/console.log',
      rootMount: '/var/lib/bulkhead/root-mount',
    },
    context: { user: 'system_u', role: 'system_r', type: 'bulkhead_t', level: 's0:c5,c6' },
    labelsMemory: false,
    ids: { base: 165_536, count: 65_536 },
    limits,
    io: [],
    network,
    settings,
    ownBridges: new Set<string>(),
    isNested: false,
    hardwareAddress: '10:66:6a:01:02:03',
  });
  const user = { uid: 33, gid: 33, home: '/' };
  return formatConfiguration(
    settings.program.length === 0 ? lines : withProgram(lines, { settings, user, address: undefined }),
  );
}

const keysOf = (text: string): ReadonlySet<string> => new Set(parseConfiguration(text).map(({ key }) => key));
const usual = configurationOf(creationOf(readManifest(JSON.stringify(manifest)), {}));
const lines = (text: string): number => text.split('\n').length;
/** Controls, and what turns or hides text. */
const unsafe = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u;

const values: readonly unknown[] = [
  ...hostileNames,
  ...hostileNames.map((name) => `ok${name}`),
  ...['lxc.hook.pre-start', 'lxc.mount.entry', 'lxc.include', 'lxc.apparmor.profile', 'lxc.net.0.script.up'],
  ...[null, true, -1, 0.5, 2 ** 53, 1e308, [], {}, [[]], '0', 'constructor', '__proto__'],
];

it.each([...leavesOf(manifest)].map((path) => [path.join('.'), path] as const))(
  'whatever stands at %s writes no line of its own into a configuration, and turns no text (N16)',
  (_place, path) => {
    for (const value of values) {
      const creation = creationIfAny(JSON.stringify(changed(path, () => value)));
      if (creation === undefined) continue;
      expect(JSON.stringify(creation)).not.toMatch(/\\u00[01][0-9a-f]|\\[nrtbf]/);
      expect(JSON.stringify(creation)).not.toMatch(unsafe);
      const text = configurationOf(creation);
      const added = [...keysOf(text)].filter((key) => !keysOf(usual).has(key));
      expect([value, added.filter((key) => !/^lxc\.prlimit\./.test(key)), lines(text) <= lines(usual) + 2]).toEqual([
        ...[value, []],
        true,
      ]);
    }
  },
);

const fields = [
  ...['devices', 'links', 'volumes', 'published', 'files', 'start', 'rootfs', 'context', 'raw', 'hooks', 'category'],
  ...['confine', 'constructor', 'toString', 'uid', 'idmap'],
];

it.each([...objectsOf(manifest)].map((path) => [path.join('.'), path] as const))(
  'a field that no export has is not taken at "%s" (N16)',
  (_place, path) => {
    for (const field of fields) {
      const text = JSON.stringify(changed(path, (value) => ({ ...(value as object), [field]: [{ source: '/etc' }] })));
      expect([field, creationIfAny(text)]).toEqual([field, undefined]);
    }
  },
);

it("a prototype that it names is nobody's (N16)", () => {
  const text = JSON.stringify(manifest).replace('{', '{"__proto__": {"start": true, "volumes": [{"source": "/etc"}]},');
  expect(creationIfAny(text)).toBe(undefined);
  expect(({} as { readonly start?: unknown }).start).toBe(undefined);
});
