// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { startWithoutRights, withoutRights } from './without-rights.ts';

it('is nobody, by the program that leads to the domain of readers, which gets the program and its arguments', () => {
  const user = withoutRights('/usr/lib/bulkhead');
  expect(startWithoutRights(user, ['/usr/bin/xz', '-dc', '-M256MiB'])).toEqual({
    file: '/usr/lib/bulkhead/bulkhead-reader',
    args: ['/usr/bin/xz', '-dc', '-M256MiB'],
    identity: { uid: 65534, gid: 65534 },
  });
});

it('is the program itself where there is no such domain', () => {
  expect(startWithoutRights({ uid: 7, gid: 8 }, ['/usr/bin/xz'])).toEqual({
    file: '/usr/bin/xz',
    args: [],
    identity: { uid: 7, gid: 8 },
  });
  expect(startWithoutRights(undefined, ['/usr/bin/xz']).identity).toEqual({});
});
