// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { fail } from '../../../contract/errors.ts';
import { operations } from '../../../contract/operations/index.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import { createClaims } from '../../lxc/claims.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import { type ClusterActsHost, createClusterActs } from './cluster-acts.ts';

const claims = createClaims(() => undefined);
const move = { name: 'web', member: 'two', stop: false };

function acts(changes: Partial<ClusterActsHost> = {}) {
  return createClusterActs({
    claims,
    instances: {
      create: async () => undefined,
      async *move() {
        yield { step: 'move', fraction: claims.of('web') === undefined ? 0 : 1 };
        return 'stopped';
      },
      evacuate: () => fail('member-not-ready', { member: 'two', reason: 'it is away' }),
    },
    settled: async () => undefined,
    read: (name) => fakeContainer({ name, engine: 'incus' }),
    mustBeOwn: (name) => fakeContainer({ name, engine: 'incus' }),
    ...changes,
  });
}

it('moves one while it has its lock, and gives it as it is then', async () => {
  const moving = acts().move(move, neverAborts);
  expect((await moving.next()).value).toEqual({ step: 'move', fraction: 1 });
  expect((await moving.next()).value).toMatchObject({ container: { name: 'web' }, arrival: 'stopped' });
  expect(claims.of('web')).toBeUndefined();
});

it('moves nothing that is not its own, and has no lock of it afterwards', async () => {
  const moving = acts({ mustBeOwn: (name) => fail('container-of-incus', { name }) }).move(move, neverAborts);
  await expect(moving.next()).rejects.toMatchObject({ code: 'container-of-incus' });
  expect(claims.of('web')).toBeUndefined();
});

it('creates none whose name is under work', async () => {
  const release = claims.claim('web', { reason: 'it is being moved' });
  const request = operations['cluster.create'].params.parse({ name: 'web', image: 'debian', pool: 'default' });
  await expect(acts().create(request, neverAborts)).rejects.toMatchObject({ code: 'container-busy' });
  release();
});
