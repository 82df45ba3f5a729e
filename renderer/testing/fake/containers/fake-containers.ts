// SPDX-License-Identifier: Apache-2.0
/** The containers that the fake host begins with. */

import type { Container } from '../../../../contract/model/containers/container.ts';
import { noSettings, type Settings } from '../../../../contract/model/containers/settings.ts';
import { defaultLimits, noLimits } from '../../../../contract/model/containers/limits.ts';
import { notJudged } from '../../../../contract/model/isolation/verdict.ts';

const mebibyte = 1024 * 1024;

interface Seed {
  readonly name: string;
  readonly image?: string;
  readonly state?: Container['state'];
  readonly confinementMode?: Container['confinementMode'];
  readonly memoryMiB?: number | null;
  readonly cpus?: number | null;
  /** Hours since it started. */
  readonly hours?: number;
  readonly isManaged?: boolean;
  readonly confinement?: Container['confinement'];
  /** Place of the one whose categories it has as well. */
  readonly sharesWith?: number;
  readonly volumes?: Container['volumes'];
  readonly tags?: readonly string[];
  readonly published?: Container['published'];
  readonly links?: readonly string[];
  /** It was adopted so many hours ago, and its original is kept. */
  readonly adopted?: number;
}

const pages: Container['volumes'] = [{ source: '/srv/pages', target: '/srv/pages', readOnly: false, category: 992 }];

const settings: Readonly<Partial<Record<string, Settings>>> = {
  web: {
    ...noSettings,
    description: 'Shop and its pages, behind the proxy',
    autostart: { order: 20, delaySeconds: 0 },
    address: '10.77.0.10',
    nameservers: ['192.0.2.53'],
    environment: [{ name: 'LANG', value: 'C.UTF-8' }],
  },
  db: { ...noSettings, description: 'PostgreSQL of shop and wiki', autostart: { order: 10, delaySeconds: 15 } },
};
const webPorts: Container['published'] = [
  { protocol: 'tcp', address: null, hostPort: 80, port: 80 },
  { protocol: 'tcp', address: null, hostPort: 443, port: 443 },
];

const seeds: readonly Seed[] = [
  {
    name: 'web',
    memoryMiB: 1024,
    cpus: 2,
    hours: 219,
    volumes: pages,
    tags: ['front', 'prod'],
    published: webPorts,
    links: ['cache', 'db'],
  },
  {
    name: 'db',
    memoryMiB: 2048,
    cpus: 2,
    hours: 219,
    confinement: 'own',
    tags: ['data', 'prod'],
    links: ['web'],
    volumes: [{ source: '/srv/db', target: '/var/lib/postgresql', readOnly: false, category: null }],
  },
  {
    name: 'mail',
    hours: 71,
    tags: ['prod'],
    published: [{ protocol: 'tcp', address: '192.0.2.14', hostPort: 25, port: 25 }],
  },
  { name: 'cache', memoryMiB: 256, hours: 219, tags: ['data', 'prod'], links: ['web'], adopted: 220 },
  { name: 'wiki', hours: 12.4 },
  { name: 'build-runner', memoryMiB: 4096, cpus: 4, hours: 0.7, tags: ['test'] },
  { name: 'git', confinementMode: 'permissive', hours: 31, confinement: 'learning' },
  {
    name: 'staging',
    state: 'stopped',
    sharesWith: 4,
    volumes: pages.map((volume) => ({ ...volume, readOnly: true })),
    tags: ['front', 'test'],
  },
  { name: 'legacy-intranet', confinementMode: 'unconfined', memoryMiB: null, hours: 880, isManaged: false },
  { name: 'metrics', state: 'frozen', hours: 4 },
];

interface SeedOptions {
  readonly count?: number | undefined;
  /** They are containers of Incus, in turns on so many members. */
  readonly members?: number | undefined;
  /** Gives the place of the host among the members. */
  readonly place?: number | undefined;
}

export function seedContainers(
  now: number,
  { count = seeds.length, members = 0, place = 0 }: SeedOptions = {},
): readonly Container[] {
  const many = Array.from(
    { length: count },
    (_, index): Seed =>
      seeds[index] ?? { name: `tenant-${String(index - seeds.length + 1).padStart(3, '0')}`, hours: index },
  );
  return many.map((seed, index) => onMember(containerOf(seed, index, now), { index, members, place }));
}

/** The name of a member by its place. */
export function fakeMember(place: number): string {
  return `m${String(place).padStart(3, '0')}`;
}

/** Moves a container to another member, so that nothing of the kernel's is known of it. */
function onMember(
  container: Container,
  { index, members, place }: { readonly index: number; readonly members: number; readonly place: number },
): Container {
  if (members === 0) return container;
  const own: Partial<Container> = {
    engine: 'incus',
    member: fakeMember(index % members),
    settings: null,
    disk: null,
    // None of them learns.
    confinement: container.confinement === 'learning' ? 'own' : container.confinement,
    learningUntil: null,
    published: [],
    links: [],
    volumes: [],
    tags: [],
    original: null,
  };
  const away: Partial<Container> = { initPid: null, startedAt: null, addresses: [], confinementMode: 'unknown' };
  return { ...container, ...own, ...(index % members !== place && away) };
}

function domainFor(
  confinementMode: Container['confinementMode'],
  confinement: Container['confinement'],
  name: string,
): string {
  if (confinementMode === 'unconfined') return 'unconfined_t';
  return confinement === 'shared' || confinement === null ? 'bulkhead_t' : `bulkhead_c_${name}_t`;
}

/** Gives a pair for each place: adjacent ones up to `c1022`, then pairs that lie further apart. */
function categoriesOf(place: number): string[] {
  const round = Math.floor(place / 511);
  const first = 1 + (place % 511) * 2;
  return [`c${first}`, `c${(first + 1 + round * 2) % 1024}`];
}

function containerOf(seed: Seed, index: number, now: number): Container {
  const {
    name,
    image = 'debian-13',
    state = 'running',
    confinementMode = 'enforced',
    memoryMiB = 512,
    cpus = null,
    hours = 1,
    isManaged = true,
    confinement = 'shared',
    volumes = [],
    tags = [],
    published = [],
    links = [],
    adopted,
  } = seed;
  const isUp = state !== 'stopped';
  const place = seed.sharesWith ?? index;
  const categories = confinementMode === 'unconfined' ? [] : categoriesOf(place);
  return {
    name,
    engine: 'lxc',
    member: null,
    state,
    isManaged,
    image: isManaged ? image : null,
    context:
      confinementMode === 'unconfined'
        ? 'system_u:system_r:unconfined_t:s0'
        : `system_u:system_r:${domainFor(confinementMode, confinement, name)}:s0:${categories.join(',')}`,
    domain: domainFor(confinementMode, confinement, name),
    categories,
    isolation: notJudged,
    confinementMode,
    confinement: isManaged ? confinement : null,
    ports: confinement === 'own' ? [{ protocol: 'tcp', port: 443 }] : [],
    allow: confinement === 'own' ? ['jit'] : [],
    connectTypes: confinement === 'own' ? ['postgresql_port_t'] : [],
    learningUntil: confinement === 'learning' ? now + 2400 : null,
    userNamespaceBase: confinementMode === 'unconfined' ? null : 1_000_000 + index * 65_536,
    initPid: isUp ? 2100 + index * 37 : null,
    startedAt: isUp ? now - hours * 3600 : null,
    createdAt: isManaged ? now - hours * 3600 - 40_000 : null,
    tags: [...tags],
    settings: isManaged ? (settings[name] ?? noSettings) : null,
    addresses: isUp ? [`10.77.${(10 + index) >> 8}.${(10 + index) & 255}`] : [],
    published: [...published],
    links: [...links],
    network: index === 5 ? { kind: 'bridge', bridge: 'br0' } : { kind: 'nat' },
    limits: isManaged
      ? {
          ...defaultLimits,
          memoryBytes: memoryMiB === null ? null : memoryMiB * mebibyte,
          cpus,
          ...(name === 'build-runner' && { ioWriteBytesPerSecond: 50 * mebibyte }),
        }
      : noLimits,
    disk: isManaged ? { backing: 'project-quota' } : null,
    volumes: volumes.map((volume) => ({ ...volume })),
    original: adopted === undefined ? null : { name, adoptedAt: now - adopted * 3600 },
  };
}
