// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { judgeIsolation } from './judge-isolation.ts';
import { sound, brief } from '../fixtures/sound-facts.ts';

const same = { differing: [], missing: [], hasDenyRules: true };

describe('of the host', () => {
  it.each([
    [
      'no SELinux, and nothing else of SELinux',
      { selinux: { status: 'disabled', policy: null, mls: false, baseModule: false } },
      ['selinux-disabled broken'],
    ],
    ['a permissive host', { selinux: { ...sound.selinux, status: 'permissive' } }, ['permissive-host broken']],
    ['no base module', { selinux: { ...sound.selinux, baseModule: false } }, ['base-module broken']],
    ['another base module', { baseModules: { ...same, differing: ['bulkhead'] } }, ['base-module weak']],
    ['a base module that is not there', { baseModules: { ...same, missing: ['bulkhead-own'] } }, ['base-module weak']],
    ['no deny rules', { baseModules: { ...same, hasDenyRules: false } }, ['base-module notice']],
    [
      'a log that auditd has stopped writing',
      { denialLog: { source: 'auditd', isSuspended: true, isLimited: false } },
      ['no-denial-log weak'],
    ],
    [
      'only the ring of the kernel',
      { denialLog: { source: 'kernel', isSuspended: undefined, isLimited: true } },
      ['no-denial-log weak'],
    ],
    [
      'a journal that has them from that ring',
      { denialLog: { source: 'journald', isSuspended: undefined, isLimited: true } },
      ['no-denial-log weak'],
    ],
    [
      'a journal that has them from the kernel is a log as good',
      { denialLog: { source: 'journald', isSuspended: undefined, isLimited: false } },
      [],
    ],
    [
      'an auditd that does not say whether it writes is not blamed',
      { denialLog: { source: 'auditd', isSuspended: undefined, isLimited: false } },
      [],
    ],
    ['a base module that cannot be compared is none', { baseModules: undefined }, []],
  ] as const)('%s', (_, changes, expected) => {
    expect(judgeIsolation({ ...sound, ...changes }).map(brief)).toEqual(expected);
  });
});
