// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import type { AuditRecord } from '../records/record.ts';
import { readSelinuxError } from './selinux-error.ts';

function read(body: string): unknown {
  const bytes = Buffer.from(body);
  const record: AuditRecord = {
    type: 'SELINUX_ERR',
    timeMs: 1500,
    serial: 7,
    node: '',
    bytes,
    start: 0,
    end: bytes.length,
    isInterpreted: false,
  };
  const result = readSelinuxError(record);
  return 'broken' in result ? result.broken : result.event;
}

const [source, target] = [
  { user: 'a', role: 'b', type: 'c', level: 's0' },
  { user: 'd', role: 'e', type: 'f', level: 's0' },
];

it('is read with its contexts, under whichever names they stand', () => {
  for (const [one, other] of [
    ['scontext', 'tcontext'],
    ['taskcontext', 'newcontext'],
    ['oldcontext', 'newcontext'],
  ])
    expect(read(` op=x ${one}=a:b:c:s0 ${other}=d:e:f:s0 tclass=process`)).toMatchObject({ source, target });
  expect(read(' op=x oldcontext=g:h:i:s0 scontext=a:b:c:s0')).toMatchObject({ source, target: null });
  expect(read(' op=x scontext=kernel')).toMatchObject({ source: null });
});

it('has the permissions, the class and the process that it names', () => {
  expect(read(' op=security_compute_av perms=read,,write tclass=file comm="cat" pid=7')).toMatchObject({
    time: 1.5,
    serial: 7,
    record: 'SELINUX_ERR',
    decision: 'denied',
    permissive: null,
    permissions: ['read', 'write'],
    class: 'file',
    comm: 'cat',
    pid: 7,
    source: null,
    target: null,
  });
  expect(read(' op=x sclass=dir')).toMatchObject({ permissions: [], class: 'dir', comm: null, pid: null });
  expect(read(' op=x tclass=file sclass=dir')).toMatchObject({ class: 'file' });
  expect(read(' op=x')).toMatchObject({ class: null });
});

it('is broken without an operation, but for the kernel’s sentence', () => {
  expect(read(' scontext=a:b:c:s0')).toBe('the SELinux error has no operation');
  expect(read(' SELinux: unrecognized netlink message')).toMatchObject({ class: null });
  expect(read(' x SELinux: y')).toBe('the SELinux error has no operation');
});
