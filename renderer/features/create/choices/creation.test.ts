// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { checkChoices, shownProblems, suggestName, type Choices } from './creation.ts';
import { summaryOf } from '../preview/creation-summary.ts';
import { defaultLimits } from '../../../../contract/model/containers/limits.ts';
import { noSettings } from '../../../../contract/model/containers/settings.ts';
import { draftOfSettings } from '../../containers/settings/settings-draft.ts';
import { draftOfPublication, emptyPublication, publicationsOf } from '../../networks/publication-draft.ts';
import { emptyVolume, volumesOf } from '../../volumes/volume-draft.ts';
import { limitTexts } from '../../containers/limits/limit-texts.ts';

const texts = limitTexts(defaultLimits);

const someDisk = {
  backing: 'project-quota' as const,
  totalBytes: 0,
  freeBytes: 0,
  reserveBytes: 0,
  totalInodes: 0,
  freeInodes: 0,
  reserveInodes: 0,
  isOvercommitted: false,
} as const;

const ports = (text: string) => (publicationsOf(text) ?? []).map(draftOfPublication);
const volumes = (text: string) => volumesOf(text) ?? [];

const choices: Choices = {
  name: 'web',
  image: 'debian-13',
  limits: texts,
  network: 'nat',
  bridge: '',
  confinement: 'shared',
  ports: '',
  allow: ['ping'],
  connect: [],
  volumes: [],
  published: [],
  tags: '',
  settings: draftOfSettings(noSettings),
  start: true,
};

it('makes what the contract takes', () => {
  expect(checkChoices(choices, []).choice).toEqual({
    name: 'web',
    image: 'debian-13',
    limits: defaultLimits,
    network: { kind: 'nat' },
    confinement: 'shared',
    learnSeconds: 3600,
    ports: [],
    allow: [],
    connectTypes: [],
    connectPorts: [],
    volumes: [],
    published: [],
    tags: [],
    settings: noSettings,
    start: true,
  });
});

it('tells what is wrong, by field and in words (window 31)', () => {
  const problemsOf = (part: Partial<Choices>): object => checkChoices({ ...choices, ...part }, ['db']).problems;
  expect(problemsOf({ name: 'db' })).toEqual({ name: 'A container with this name already exists.', limits: {} });
  expect(problemsOf({ name: '../etc' })).toHaveProperty('name');
  expect(
    problemsOf({ limits: { ...texts, memoryBytes: '1M', cpus: 'x', pids: '4', diskBytes: '1M', diskInodes: '3' } }),
  ).toEqual({
    limits: {
      memoryBytes: 'Must be at least 16 MiB.',
      cpus: 'Enter a number such as 1.5.',
      pids: 'Must be at least 16.',
      diskBytes: 'Must be at least 64 MiB.',
      diskInodes: 'Must be at least 1024.',
    },
  });
  const beyond = problemsOf({ limits: { ...texts, memoryBytes: '2000000 GiB', pids: '5000000' } });
  expect(beyond).toEqual({ limits: { memoryBytes: 'Must be at most 1 PiB.', pids: 'Must be at most 4194304.' } });
  expect(problemsOf({ network: 'bridge', bridge: '' })).toHaveProperty('bridge');
  expect(problemsOf({ network: 'macvlan', bridge: '' })).toHaveProperty('bridge');
  expect(checkChoices({ ...choices, network: 'macvlan', bridge: 'eno1' }, []).choice?.network).toEqual({
    kind: 'macvlan',
    parent: 'eno1',
  });
});

it('asks for volumes, ports and learning in the one call that creates (window 6)', () => {
  expect(
    checkChoices({ ...choices, volumes: volumes('/srv/a:/a:ro'), confinement: 'learning', ports: '80' }, []).choice,
  ).toMatchObject({
    volumes: [{ source: '/srv/a', target: '/a', readOnly: true, share: false }],
    confinement: 'learning',
    ports: [{ protocol: 'tcp', port: 80 }],
    allow: ['ping'],
    start: true,
  });
  expect(
    checkChoices({ ...choices, volumes: volumes('/srv/a:/a') }, [], {
      volumeProblems: new Map([['/srv/a', 'there is no such folder on the host']]),
    }),
  ).toMatchObject({ choice: undefined, problems: { volumes: [{ source: 'There is no such folder on the host.' }] } });
});

it('reads tags as they are typed, and says what is no tag', () => {
  expect(checkChoices({ ...choices, tags: ' Prod, front  ' }, []).choice?.tags).toEqual(['prod', 'front']);
  expect(checkChoices({ ...choices, tags: 'prod ü' }, [])).toMatchObject({
    choice: undefined,
    problems: { tags: expect.stringMatching(/^At most 16 tags such as /) as string },
  });
});

it('remarks on a limit beyond what the host has, and allows it (window 31)', () => {
  const selinux = { status: 'enforcing', policy: null, mls: true, baseModule: true } as const;
  const gibibyte = 1024 ** 3;
  const capacity = { cpus: 2, memoryBytes: 4 * gibibyte, disk: { ...someDisk, totalBytes: 20 * gibibyte } };
  const remarks = (limits: Partial<Choices['limits']>): readonly string[] =>
    summaryOf({ ...choices, limits: { ...texts, ...limits } }, selinux, capacity)
      .filter(({ tone }) => tone === 'amber')
      .map(({ topic, text }) => `${topic}: ${text}`);
  expect(remarks({ memoryBytes: '4G', cpus: '2', diskBytes: '20G' })).toEqual([]);
  expect(remarks({ memoryBytes: '3T', cpus: '100', diskBytes: '1T' })).toEqual([
    'Memory: 3 TiB. Beyond that, the kernel kills a process inside. This host has 4 GiB: the limit protects nothing.',
    'CPU: 100 cores. This host has 2 cores: the limit has no effect.',
    'Disk: 1 TiB for its own files. This host has 20 GiB: the limit protects nothing.',
  ]);
  expect(checkChoices({ ...choices, limits: { ...texts, cpus: '100' } }, []).choice?.limits.cpus).toBe(100);
  expect(remarks({ cpuSet: '0-1' })).toEqual([]);
  expect(remarks({ cpuSet: '0,2' })).toEqual([
    'CPU set: Processors 0,2. This host has 0 to 1: the container cannot be created.',
  ]);
});

it('suggests a name that is free', () => {
  expect([suggestName([]), suggestName(['web', 'web-2'])]).toEqual(['web', 'web-3']);
});

it('turns weaker choices amber and a host without SELinux red', () => {
  const tones = (part: Partial<Choices>, status: 'enforcing' | 'disabled'): readonly string[] => {
    const all = { ...choices, ...part };
    return summaryOf(all, { status, policy: null, mls: true, baseModule: true })
      .filter((line) => line.tone !== 'usual')
      .map((line) => `${line.topic} ${line.tone}`);
  };
  expect(tones({}, 'enforcing')).toEqual([]);
  expect(
    tones({ limits: { ...texts, memoryBytes: '', diskBytes: '' }, network: 'bridge', bridge: 'br0' }, 'disabled'),
  ).toEqual(['Isolation red', 'Memory amber', 'Disk amber', 'Network amber']);
  expect(tones({ confinement: 'own', allow: ['connect'] }, 'enforcing')).toEqual([]);
  expect(tones({ confinement: 'own', allow: ['connect', 'nested'] }, 'enforcing')).toEqual(['Isolation amber']);
  expect(tones({ volumes: volumes('/srv/a:/a:ro') }, 'enforcing')).toEqual([]);
  expect(tones({ volumes: volumes('/srv/a:/a') }, 'enforcing')).toEqual(['Volumes amber']);
});

it('publishes ports behind the address of the host only', () => {
  const one = { ...choices, published: ports('8080:80') };
  expect(checkChoices(one, []).choice?.published).toEqual([
    { protocol: 'tcp', address: null, hostPort: 8080, port: 80 },
  ]);
  expect(checkChoices({ ...one, network: 'none' }, []).choice?.published).toEqual([]);
});

it('a domain of its own may listen on the ports that are published, without them being typed again (window M6)', () => {
  const one: Choices = { ...choices, confinement: 'own', ports: '22, 80', published: ports('8080:80, 53:53/udp') };
  expect(checkChoices(one, []).choice?.ports).toEqual([
    { protocol: 'tcp', port: 22 },
    { protocol: 'tcp', port: 80 },
    { protocol: 'udp', port: 53 },
  ]);
  expect(checkChoices(one, [], { isBehindHost: false }).choice?.ports).toHaveLength(2);
  expect(JSON.stringify(summaryOf(one, undefined))).toContain('It may listen on 22, 80, 53/udp only.');
});

it('says of each row what is wrong in it, and leaves out those in which nothing is typed (window M6)', () => {
  const rows: Choices = {
    ...choices,
    volumes: [emptyVolume, ...volumes('/srv/a:/a, /srv/b:/a'), { ...emptyVolume, source: 'srv/c' }],
    published: [...ports('80:80, 192.0.2.1:80:81'), { ...emptyPublication, hostPort: '70000' }, emptyPublication],
  };
  const { choice, problems } = checkChoices(rows, []);
  const whole = 'Must be a whole path of letters, digits and ._@+-.';
  const folder = 'Must be the whole path of a folder of the host, below /.';
  expect(choice).toBeUndefined();
  expect(problems.volumes).toEqual([
    {},
    {},
    { target: 'Another volume has this path.' },
    { source: folder, target: whole },
  ]);
  const [taken, wrong] = ['This port of the host is published already.', 'Enter ports from 1 to 65535.'];
  expect(problems.published).toEqual([{}, { hostPort: taken }, { hostPort: wrong }, {}]);
  expect(shownProblems(rows, problems, { hasTried: false }).volumes?.[3]).toEqual({ source: folder });
  expect(shownProblems(rows, problems, { hasTried: true })).toBe(problems);
  const empty: Choices = { ...choices, volumes: [emptyVolume], published: [emptyPublication] };
  expect(checkChoices(empty, []).choice).toMatchObject({ volumes: [], published: [] });
});

it('sums up which volumes are read-only (window M6)', () => {
  const lines = summaryOf({ ...choices, volumes: volumes('/srv/a:/a:ro, data:/b') }, undefined);
  expect(lines.find(({ topic }) => topic === 'Volumes')?.text).toMatch(/^\/srv\/a:\/a:ro, data:\/b of the host/);
});

it('sums up a limit without a sentence of its own where it differs from the usual one', () => {
  const summed = (limits: Partial<Choices['limits']>) =>
    summaryOf({ ...choices, limits: { ...texts, ...limits } }, undefined).map(({ topic, text }) => `${topic}: ${text}`);
  expect(summed({ ioReadBytesPerSecond: '20M' })).toContain('Disk reads: 20 MiB/s');
  expect(summed({}).join('\n')).not.toContain('Disk reads');
});
