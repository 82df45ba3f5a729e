// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import { judgeIsolation as givenJudgeIsolation } from './judge-isolation.ts';
import { containerFacts, isolationFacts } from '../fixtures/some-facts.ts';
import { sound } from '../fixtures/sound-facts.ts';

const judgeIsolation = (...args: Parameters<typeof givenJudgeIsolation>) => inEnglish(givenJudgeIsolation(...args));

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

  it('of one container by its name, and what anybody can do there', () => {
    const folder = { path: '/var/lib/lxc/web', kind: 'folder', uid: 0, gid: 0, mode: 0o757, isPrivate: true } as const;
    const socket = { ...folder, path: '/run/x.sock', kind: 'socket', mode: 0o606 } as const;
    const web = containerFacts('web', { facts: { paths: [folder, socket] } });
    expect(judgeIsolation(isolationFacts([web]))).toMatchObject([
      { containers: ['web'], summary: '/var/lib/lxc/web: others than root may change what is in it.' },
      { containers: ['web'], summary: '/run/x.sock: everybody on the host may connect to it.' },
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
