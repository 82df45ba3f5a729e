// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../records/record.ts';
import { readQuickSystemCall } from './system-call-fast-path.ts';
import { readSystemCall } from './system-call.ts';

const read = (text: string): ReturnType<typeof readSystemCall> => readSystemCall({ text, isInterpreted: false });

describe('a system call', () => {
  it.each([
    [' arch=c000003e syscall=257 a0=ffffff9c', 'openat'],
    [' arch=c000003e syscall=openat', 'openat'],
    [' arch=c00000b7 syscall=56', '56'],
    [' arch=c00000b7 syscall=56 key=(null)\x1dARCH=aarch64 SYSCALL=openat AUID="root"', 'openat'],
    [' arch=c000003e syscall=99999', '99999'],
    [' arch=c000003e', null],
    [' syscall= x=1', null],
  ])('has the name of %j', (text, name) => {
    expect(read(text).name).toBe(name);
  });

  it('says whether it succeeded, where it does', () => {
    expect(['yes', 'no', '?'].map((success) => read(` syscall=1 success=${success}`).success)).toEqual([
      true,
      false,
      null,
    ]);
    expect(read(' syscall=1').success).toBeNull();
  });

  it.each([
    ['257', 'ffffff9c', true],
    ['257', 'xffffff9c', true],
    ['257', 'ffffff9c0', false],
    ['257', '3', false],
    ['openat2', '3', false],
    ['openat', 'AT_FDCWD', true],
    ['statx', '3', false],
    ['open_tree', '3', false],
    ['open', '3', true],
    ['execve', '3', true],
    ['statxx', '3', true],
    ['xstatx', '3', true],
    ['matter', '3', true],
  ])('%s with the first argument %s counts from the working directory: %s', (call, first, isFrom) => {
    expect(read(` arch=c000003e syscall=${call} a0=${first} exe="/bin/x"`).isFromWorkingDirectory).toBe(isFrom);
  });

  it('of which the first argument is not there counts from elsewhere', () => {
    expect(read(' syscall=openat').isFromWorkingDirectory).toBe(false);
  });
});

describe('the quick way', () => {
  function quick(body: string): unknown {
    const bytes = Buffer.from(`..${body}..`, 'latin1');
    const record: AuditRecord = {
      type: 'SYSCALL',
      timeMs: 1,
      serial: 1,
      node: '',
      bytes,
      start: 2,
      end: bytes.length - 2,
      isInterpreted: false,
    };
    return readQuickSystemCall(record);
  }
  const head = ' arch=c000003e syscall=257 success=no exit=-13';

  it.each([
    [
      `${head} a0=ffffff9c a1=0 exe="/bin/cat"`,
      { name: 'openat', success: false, exe: '/bin/cat', isFromWorkingDirectory: true },
    ],
    [`${head} a0=5 a1=0 exe=(null) key=x`, { name: 'openat', exe: null, isFromWorkingDirectory: false }],
    [
      ' arch=c000003e syscall=2 success=yes exit=3 a0=5 exe="/bin/cat" x',
      { name: 'open', success: true, isFromWorkingDirectory: true },
    ],
    [`${head} a0=5 e=1 xe=2 exe=2F61`, { exe: '/a' }],
    [`${head} a0=5 xexe="/no" exxe= eexe=1 exe="/yes"`, { exe: '/yes' }],
    [`${head} exe="/a" exe="/b"`, { exe: '/a' }],
  ])('reads %j', (body, expected) => {
    expect(quick(body)).toMatchObject({ comm: null, pid: null, ...expected });
  });

  it.each([
    ['of another machine', ' arch=c00000b7 syscall=257 success=no exit=-13 exe="/a"'],
    ['of a name', ' arch=c000003e syscall=openat success=no exit=-13 exe="/a"'],
    ['of an unknown number', ' arch=c000003e syscall=9999 success=no exit=-13 exe="/a"'],
    ['of a number that is too long', ' arch=c000003e syscall=000257 success=no exit=-13 exe="/a"'],
    ['that does not say whether it succeeded', ' arch=c000003e syscall=257 success=? exit=-13 exe="/a"'],
    ['without a program', `${head} a0=5`],
    ['with nothing', ''],
  ])('leaves a call %s to the general one', (_, body) => {
    expect(quick(body)).toBeUndefined();
  });
});
