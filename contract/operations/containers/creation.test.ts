// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { actionsOf } from '../../operation.ts';
import { creationSteps } from '../../wording/creation-steps.ts';
import { creationOperations, newContainerSchema } from './creation.ts';

const volume = { source: '/srv/data', target: '/data', readOnly: false, share: false };
const always = ['check', 'reserve', 'prepare-image', 'mount', 'configure'];

it('has the steps of what was chosen', () => {
  expect(creationSteps({ confinement: 'shared', volumes: [], start: false })).toEqual(always);
  expect(creationSteps({ confinement: 'own', allow: ['jit'], volumes: [volume], start: true })).toEqual([
    'check',
    'reserve',
    'policy',
    'prepare-image',
    'mount',
    'configure',
    'volumes',
    'start',
    'verify',
  ]);
  expect(creationSteps({ confinement: 'shared', volumes: [], start: true })).toEqual([...always, 'start', 'verify']);
});

it('compiles nothing for what a plain domain has', () => {
  const stepsOf = (chosen: object): readonly string[] =>
    creationSteps({ confinement: 'own', volumes: [], start: false, ...chosen });
  const web = [{ protocol: 'tcp', port: 443 }];
  expect([{}, { allow: ['connect-web'] }, { allow: ['connect-web'], ports: web }].map(stepsOf)).toEqual([
    always,
    always,
    always,
  ]);
  for (const chosen of [{ ports: web }, { allow: ['jit'] }, { connectTypes: ['smtp_port_t'] }, { published: web }])
    expect(stepsOf(chosen)).toContain('policy');
});

it('needs further actions for volumes, and for learning', () => {
  const needed = (changes: object): readonly string[] =>
    actionsOf(
      creationOperations['container.create'],
      newContainerSchema().parse({ name: 'web', image: 'debian', ...changes }),
    );
  expect([{}, { confinement: 'own' }, { volumes: [volume] }, { confinement: 'learning' }].map(needed)).toEqual([
    ['create-containers'],
    ['create-containers'],
    ['create-containers', 'attach-volumes'],
    ['create-containers', 'change-policy'],
  ]);
});

it('nobody names a container as a drill names its own, whose denials are counted apart', () => {
  const parsed = newContainerSchema().safeParse({ name: 'drill-attacker-0a1b2c', image: 'debian-13' });
  expect(parsed.error?.issues).toMatchObject([{ path: ['name'], message: expect.stringContaining('drill') as string }]);
  expect(newContainerSchema().safeParse({ name: 'drill-attacker', image: 'debian-13' }).success).toBe(true);
});
