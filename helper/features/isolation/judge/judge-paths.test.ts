// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { judgeIsolation } from './judge-isolation.ts';
import { sound } from '../fixtures/sound-facts.ts';

describe('of paths', () => {
  it.each([
    [
      { path: '/var/lib/lxc', kind: 'folder', uid: 0, gid: 0, mode: 0o777, isPrivate: false },
      'broken',
      ['chmod go-w /var/lib/lxc'],
    ],
    [
      { path: '/var/lib/lxc', kind: 'folder', uid: 1000, gid: 0, mode: 0o755, isPrivate: false },
      'broken',
      ['chown root /var/lib/lxc'],
    ],
    [
      { path: '/var/lib/lxc/web', kind: 'folder', uid: 0, gid: 100_000, mode: 0o755, isPrivate: true },
      'weak',
      ['chmod o= /var/lib/lxc/web'],
    ],
    [
      { path: '/run/bulkhead/helper.sock', kind: 'socket', uid: 0, gid: 990, mode: 0o666, isPrivate: true },
      'broken',
      ['chmod o= /run/bulkhead/helper.sock'],
    ],
  ] as const)('%o', (path, severity, commands) => {
    expect(judgeIsolation({ ...sound, paths: [path] })).toMatchObject([
      { kind: 'open-path', severity, fix: { commands } },
    ]);
  });

  it('not what only root and the group may enter', () => {
    expect(
      judgeIsolation({
        ...sound,
        paths: [{ path: '/run/bulkhead/helper.sock', kind: 'socket', uid: 0, gid: 990, mode: 0o660, isPrivate: true }],
      }),
    ).toEqual([]);
  });
});
