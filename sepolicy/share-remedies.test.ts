// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { inEnglish } from '../contract/fixtures/in-english.ts';
import { readPolicy } from './read-policy.ts';
import { accessOf } from './fixtures/small-policy.ts';
import { type ShareableVolume, shareRemedies as givenShareRemedies } from './share-remedies.ts';

const shareRemedies = (...args: Parameters<typeof givenShareRemedies>) => inEnglish(givenShareRemedies(...args));

const policy = readPolicy(
  `(class file (read write open))(class dir (search add_name))(type a_t)(type shared_t)
   (allow a_t shared_t (file (read write open)))(allow a_t shared_t (dir (search add_name)))`,
);
const access = accessOf('a_t:s0:c1 other_t:s0:c2:file read');
const volume: ShareableVolume = {
  id: '7',
  source: '/srv/data',
  target: '/data',
  owners: ['db', 'mail'],
  type: 'shared_t',
  readOnly: false,
  change: ['bulkheadctl volume attach'],
  cannotApply: null,
};

it('shares each volume, and says all that becomes possible on it', () => {
  expect(shareRemedies(policy, access, { otherContainer: 'db', shareable: [volume] })).toMatchObject([
    {
      id: 'share-volume:7',
      kind: 'share-volume',
      reach: 'containers',
      change: volume.change,
      summary:
        'Share the volume /srv/data of db, mail with this container, at /data; no other container can access it.',
      opens: [
        { source: 'a_t', target: 'shared_t', class: 'file', permissions: ['read', 'write', 'open'] },
        { source: 'a_t', target: 'shared_t', class: 'dir', permissions: ['search', 'add_name'] },
      ],
      risk: { level: 'medium', reason: 'It could change and delete all that db, mail keeps in /srv/data.' },
      touches: ['db', 'mail'],
      cannotApply: null,
    },
  ]);
});

it('of a volume that is to be read only it opens what such a mount leaves', () => {
  const readOnly = { ...volume, readOnly: true, cannotApply: 'it runs' };
  expect(shareRemedies(policy, access, { otherContainer: null, shareable: [readOnly] })).toMatchObject([
    {
      summary:
        'Share the volume /srv/data of db, mail with this container, at /data and to be read only; no other container can access it.',
      opens: [
        { class: 'file', permissions: ['read', 'open'] },
        { class: 'dir', permissions: ['search'] },
      ],
      risk: {
        level: 'medium',
        reason: 'It could read all that db, mail keeps in /srv/data, not only what it asked for.',
      },
      cannotApply: 'it runs',
    },
  ]);
});

it.each([
  [null, [], 'If the two should share files, put', 'the other keeps them'],
  ['db', ['db'], 'If the two should share files with db, put', 'db keeps them'],
])('without a volume it says what a person can do', (otherContainer, touches, summary, cannotApply) => {
  expect(shareRemedies(policy, access, { otherContainer, shareable: [] })).toMatchObject([
    {
      id: 'share-volume',
      kind: 'share-volume',
      opens: [],
      change: [],
      touches,
      summary: expect.stringContaining(summary) as string,
      cannotApply: expect.stringContaining(cannotApply) as string,
    },
  ]);
});
