// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { fail } from '../../../../contract/errors.ts';
import type { Volume } from '../../../../contract/model/containers/volume.ts';
import { createVolumeDriver as givenCreateVolumeDriver } from './volume-driver.ts';
import { fakeExplanation, fakeRemedy } from '../../../../testing/models/remedy.ts';
import { driverInEnglish } from '../../remedies/fixtures/in-english.ts';

const createVolumeDriver = (...args: Parameters<typeof givenCreateVolumeDriver>) =>
  driverInEnglish(givenCreateVolumeDriver(...args));

const mine: Volume = { source: '/srv/data', target: '/data', readOnly: false, category: null };
const shared: Volume = { ...mine, category: 992 };
const its: Volume = { ...shared, readOnly: true };
const change = [
  'chcon -R system_u:object_r:bulkhead_shared_992_t:s0:c992 /srv/data',
  'web: mount /srv/data on /data, read only',
];
const remedy = fakeRemedy({
  id: 'share-volume:abc',
  kind: 'share-volume',
  reach: 'containers',
  touches: ['db'],
  summary: 'Share it.',
  change,
  opensCount: 0,
});
const explanation = fakeExplanation({ reason: { kind: 'unknown', reason: '' }, remedies: [remedy] });
const signal = new AbortController().signal;

function host(running: readonly string[] = []) {
  const volumes = new Map<string, readonly Volume[]>([
    ['db', [mine]],
    ['web', []],
  ]);
  const driver = createVolumeDriver({
    volumes: {
      hold: async (names, work) =>
        names.some((name) => running.includes(name)) ? fail('container-running', { name: 'db' }) : work(),
      arrange: async (_source, next) => next.forEach((has, name) => volumes.set(name, has)),
    },
    shareable: async () => [
      {
        id: 'abc',
        source: '/srv/data',
        target: '/data',
        owners: ['db'],
        type: 'bulkhead_shared_992_t',
        readOnly: true,
        change,
        cannotApply: null,
        next: new Map([
          ['db', [shared]],
          ['web', [its]],
        ]),
      },
    ],
    volumesOf: (name) => volumes.get(name),
  });
  return { driver, volumes };
}

test('it shares what was shown, tells what was before, and brings back exactly that', async () => {
  const { driver, volumes } = host();
  const { plan, before } = await driver.plan({ remedy, explanation, container: 'web' }, signal);
  expect(before).toEqual(['/srv/data was labelled for db alone', 'db had /srv/data on /data', 'web had no volume']);
  expect(await driver.readState(plan)).toEqual({ state: 'before' });
  await driver.apply(plan);
  expect([volumes.get('db'), volumes.get('web'), await driver.readState(plan)]).toEqual([
    [shared],
    [its],
    { state: 'after' },
  ]);
  await driver.revert(plan);
  expect([volumes.get('db'), volumes.get('web')]).toEqual([[mine], []]);
});

test('what somebody else has made of these volumes since is not overwritten', async () => {
  const { driver, volumes } = host();
  const { plan } = await driver.plan({ remedy, explanation, container: 'web' }, signal);
  await driver.apply(plan);
  volumes.set('web', []);
  expect(await driver.readState(plan)).toMatchObject({ state: 'other' });
  await driver.revert(plan);
  expect(volumes.get('db')).toEqual([shared]);
});

test('it is not undone while one of them runs', async () => {
  const { driver } = host(['db']);
  const { plan } = await driver.plan({ remedy, explanation, container: 'web' }, signal);
  let hasBegun = false;
  await expect(driver.hold(plan, async () => (hasBegun = true))).rejects.toMatchObject({
    code: 'change-failed',
    message: expect.stringContaining('stop it first') as string,
  });
  expect(hasBegun).toBe(false);
});

test('a remedy that is not offered any more is not planned', async () => {
  await expect(
    host().driver.plan({ remedy: { ...remedy, id: 'share-volume:other' }, explanation, container: 'web' }, signal),
  ).rejects.toMatchObject({ code: 'remedy-not-proposed' });
});
