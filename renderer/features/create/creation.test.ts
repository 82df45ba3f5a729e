// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { checkChoices, suggestName, type Choices } from './creation.ts';
import { summaryOf } from './creation-summary.ts';
import { defaultLimits } from '../../../contract/model/containers/limits.ts';
import { limitTexts } from '../containers/limits/limit-texts.ts';

const texts = limitTexts(defaultLimits);

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
  volumes: '',
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
      memoryBytes: 'must be at least 16 MiB',
      cpus: 'Enter a number such as 1.5.',
      pids: 'must be at least 16',
      diskBytes: 'must be at least 64 MiB',
      diskInodes: 'must be at least 1024',
    },
  });
  const beyond = problemsOf({ limits: { ...texts, memoryBytes: '2000000 GiB', pids: '5000000' } });
  expect(beyond).toEqual({ limits: { memoryBytes: 'must be at most 1 PiB', pids: 'must be at most 4194304' } });
  expect(problemsOf({ network: 'bridge', bridge: '' })).toHaveProperty('bridge');
});

it('asks for volumes, ports and learning in the one call that creates (window 6)', () => {
  expect(
    checkChoices({ ...choices, volumes: '/srv/a:/a:ro', confinement: 'learning', ports: '80' }, []).choice,
  ).toMatchObject({
    volumes: [{ source: '/srv/a', target: '/a', readOnly: true, share: false }],
    confinement: 'learning',
    ports: [{ protocol: 'tcp', port: 80 }],
    allow: ['ping'],
    start: true,
  });
  expect(
    checkChoices({ ...choices, volumes: '/srv/a:/a' }, [], '/srv/a: there is no such folder on the host'),
  ).toMatchObject({ choice: undefined, problems: { volumes: '/srv/a: there is no such folder on the host' } });
  expect(checkChoices({ ...choices, volumes: '/srv/a' }, []).problems).toHaveProperty('volumes');
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
  expect(tones({ volumes: '/srv/a:/a:ro' }, 'enforcing')).toEqual([]);
  expect(tones({ volumes: '/srv/a:/a' }, 'enforcing')).toEqual(['Volumes amber']);
});
