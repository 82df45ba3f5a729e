// SPDX-License-Identifier: Apache-2.0
import { closeSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openInheritableMemory } from '../native/native.ts';
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

it('gets no descriptor that the caller has open, as a terminal of somebody', () => {
  const fd = openInheritableMemory('secret');
  try {
    startWithoutRights({ uid: 7, gid: 8 }, ['/usr/bin/xz']);
    const flags = /^flags:\s+(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1] ?? '';
    // The flag is O_CLOEXEC.
    expect(Number.parseInt(flags, 8) & 0o2000000).not.toBe(0);
  } finally {
    closeSync(fd);
  }
});
