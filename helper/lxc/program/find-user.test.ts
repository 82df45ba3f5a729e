// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { findUser } from './find-user.ts';

const files = {
  passwd: [
    'root:x:0:0:root:/root:/bin/sh',
    'web:x:101:102:Web:/var/www:/bin/false',
    'odd:x:70000:1::/home/odd:',
    'climber:x:103:103::home/relative:',
    'newline\u0007:x:104:104::/home/\u0007:',
    'short:x',
  ].join('\n'),
  group: 'root:x:0:\nweb:x:102:\nstaff:x:50:web\nbad:x:-1:\n',
};

it.each([
  [null, { uid: 0, gid: 0, home: '/root' }],
  ['web', { uid: 101, gid: 102, home: '/var/www' }],
  ['101', { uid: 101, gid: 102, home: '/var/www' }],
  ['101:0', { uid: 101, gid: 0, home: '/var/www' }],
  ['web:staff', { uid: 101, gid: 50, home: '/var/www' }],
  ['4000', { uid: 4000, gid: 0, home: '/' }],
  ['climber', { uid: 103, gid: 103, home: '/' }],
  ['newline\u0007', { uid: 104, gid: 104, home: '/' }],
])('finds %j', (user, found) => {
  expect(findUser(user, files)).toEqual(found);
});

it.each([
  ['nobody', 'nobody'],
  ['web:nobody', 'nobody'],
  // The id of this user is beyond those of a container.
  ['odd', 'odd'],
  ['70000', '70000'],
  ['web:bad', 'bad'],
  ['short', 'short'],
])('finds no ids of %s', (user, missing) => {
  expect(findUser(user, files)).toEqual({ missing });
});

it('knows root and numbers also where there are no files', () => {
  const none = { passwd: '', group: '' };
  expect(findUser(null, none)).toEqual({ uid: 0, gid: 0, home: '/root' });
  expect(findUser('1000:1000', none)).toEqual({ uid: 1000, gid: 1000, home: '/' });
});
