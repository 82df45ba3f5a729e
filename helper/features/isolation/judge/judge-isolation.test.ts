// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { containerFacts, isolationFacts } from '../fixtures/some-facts.ts';
import { brief, sound } from '../fixtures/sound-facts.ts';
import { judgeIsolation } from './judge-isolation.ts';

it('finds nothing where everything is isolated', () => {
  expect(judgeIsolation(sound)).toEqual([]);
});

it('gives what is broken first, then what is weak, then notices', () => {
  const dontaudit = containerFacts('a', { facts: { unlogged: ['search'] } });
  const [open, unlimited] = [
    containerFacts('b', { container: { confinementMode: 'permissive', context: 'u:r:bulkhead_t:s0:c1,c2' } }),
    containerFacts('c', { container: { disk: { backing: 'none' }, context: 'u:r:bulkhead_t:s0:c3,c4' } }),
  ];
  const paths = [{ path: '/x', kind: 'folder', uid: 7, gid: 0, mode: 0o755, isPrivate: false }] as const;
  expect(judgeIsolation(isolationFacts([dontaudit, open, unlimited], { paths })).map(brief)).toEqual([
    'permissive-domain broken b',
    'open-path broken',
    'no-disk-limit weak c',
    'dontaudit-denials notice a',
  ]);
});

it('asks nothing of SELinux of the containers of a host without it', () => {
  const bare = containerFacts('web', { container: { context: null }, facts: { configured: undefined } });
  const selinux = { status: 'disabled', policy: null, mls: false, baseModule: false } as const;
  expect(judgeIsolation(isolationFacts([bare], { selinux })).map(brief)).toEqual(['selinux-disabled broken']);
});
