// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { fail, type Failure } from '../../../contract/errors.ts';
import { newContainerSchema } from '../../../contract/operations/containers/creation.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import { createCreation } from './creation.ts';
import type { CreationHost } from './creation-host.ts';
import type { Creation, RunningCreation } from './ports.ts';

const request = newContainerSchema().parse({ name: 'web', image: 'debian-13' });
const by = { uid: 1000 };

/** The image is not there, so that nothing is made; what is done is written down. */
function start(done: string[], ofIncus: readonly string[] = []): Creation {
  const host = {
    making: {
      claimNew(name: string) {
        done.push(`lock ${name}`);
        return () => done.push(`unlock ${name}`);
      },
      async checkNew(name: string) {
        if (ofIncus.includes(name)) fail('container-exists', { name });
      },
      undo: async (name: string) => void done.push(`undo ${name}`),
    },
    imageRoot: (image: string) => fail('image-not-found', { image }),
    intents: { begin: () => done.push('intent') },
    newPublications: { begin: (name: string) => done.push(`publish ${name}`) },
  };
  return createCreation(host as unknown as CreationHost);
}

/** Gives the steps that were reported and the code of the failure. */
async function outcomeOf(running: RunningCreation): Promise<readonly string[]> {
  const steps: string[] = [];
  try {
    for await (const { step } of running) steps.push(step);
  } catch (error) {
    steps.push((error as Failure).code);
  }
  return steps;
}

test('a creation that fails in its check has changed nothing, and unlocks the name', async () => {
  const done: string[] = [];
  expect(await outcomeOf(start(done).create(request, by, neverAborts))).toEqual(['check', 'image-not-found']);
  expect(done).toEqual(['lock web', 'unlock web']);
});

test('a name that Incus has is not created, and is unlocked', async () => {
  const done: string[] = [];
  expect(await outcomeOf(start(done, ['web']).create(request, by, neverAborts))).toEqual(['container-exists']);
  expect(done).toEqual(['lock web', 'unlock web']);
});

test('a caller that has the lock keeps it', async () => {
  const done: string[] = [];
  expect(await outcomeOf(start(done).createLocked(request, by, neverAborts))).toEqual(['check', 'image-not-found']);
  expect(done).toEqual([]);
});
