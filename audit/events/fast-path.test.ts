// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAccessVector } from './access-vector.ts';
import { readQuickAccessVector } from './access-vector-fast-path.ts';
import { readQuickSystemCall } from './system-call-fast-path.ts';
import { type AuditRecord, bodyOf, type RecordType } from '../records/record.ts';
import { readSystemCall } from './system-call.ts';

function record(type: RecordType, text: string): AuditRecord {
  const bytes = Buffer.from(` ${text}\nnext line comm="other" exe="/other" permissive=1 `, 'latin1');
  return {
    type,
    timeMs: 1_795_533_833_415,
    serial: 7,
    node: '',
    bytes,
    start: 0,
    end: text.length + 1,
    isInterpreted: false,
  };
}

/** Gives text that a process controls, as the kernel writes it. */
const untrusted = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => {
  const bytes = Buffer.from(text);
  return bytes.every((byte) => byte > 0x20 && byte < 0x7f && byte !== 0x22)
    ? `"${text}"`
    : bytes.toString('hex').toUpperCase();
});
const field = fc.oneof(
  untrusted.map((text) => `comm=${text}`),
  untrusted.map((text) => `name=${text}`),
  untrusted.map((text) => `path=${text}`),
  fc.nat().map((pid) => `pid=${pid}`),
  fc.nat().map((inode) => `ino=${inode}`),
  fc.constantFrom(
    'dev="vda"',
    'ioctlcmd=0x5401',
    'capability=21 ',
    'laddr=10.0.0.1',
    'name=(null)',
    'scope=x',
    'word',
    'path="a b"',
    'pid=',
    'ino=99999999999999999999',
    'scontext',
    '',
  ),
);
const query = fc.constantFrom(
  'scontext=system_u:system_r:a_t:s0:c5,c6 tcontext=b_u:b_r:b_t:s0 tclass=file permissive=0',
  'scontext=a_u:a_r:a_t tcontext=b_u:b_r:b_t tclass=dir permissive=1',
  'scontext=a:b:c:s0 tcontext=a:b:c:s0 tclass=process permissive=2',
  'scontext=kernel tcontext=b_u:b_r:b_t tclass=dir',
  'ssid=4 tcontext=b_u:b_r:b_t:s0 tclass=file permissive=1',
  'scontext=a:b:c:s0 tcontext=a:b:c:s0 tclass=process permissive=1 srawcon="x"',
  'scontext=a:b:c:s0 tcontext=a:b:c:s0',
  'scontext=a:b:c:s0 tcontext=a:b:c:s0 tclass=file permissive=0 scontext=d:e:f:s0 tcontext=d:e:f:s0 tclass=dir permissive=0',
  'scontext=a:b:c:s0 tclass=file',
);

it('reads quickly what it reads at all, and then as the general way does', () => {
  let [tried, quick] = [0, 0];
  fc.assert(
    fc.property(
      fc.constantFrom('{ read }', '{ read open }', '{ }', 'null'),
      fc.array(field, { maxLength: 6 }),
      query,
      (permissions, fields, end) => {
        tried += 1;
        const line = record('AVC', `avc:  denied  ${permissions} for  ${[...fields, end].join(' ')}`);
        const found = readQuickAccessVector(line);
        if (found === undefined) return;
        quick += 1;
        expect(found).toEqual(readAccessVector(line));
      },
    ),
    { numRuns: 5000 },
  );
  expect(quick / tried).toBeGreaterThan(0.04);
});

it('reads the kernel’s own layout quickly', () => {
  const line = record(
    'AVC',
    'avc:  denied  { read } for  pid=1 comm="cat" name=2E2E dev="vda" ino=7 scontext=a:b:c:s0 tcontext=a:b:c:s0 tclass=file permissive=0',
  );
  expect(readQuickAccessVector(line)).toEqual(readAccessVector(line));
  expect(readQuickAccessVector(line)).toMatchObject({ event: { comm: 'cat', name: '..', inode: 7 } });
});

it('reads system calls as the general way does, but for what the denial holds itself', () => {
  const number = fc.constantFrom('257', '59', '42', '9999', 'openat', '');
  const rest = fc.constantFrom('a0=ffffff9c', 'a0=5', 'a0=0 exe=', 'a0=7 xexe="/no" eexe=1 e x=');
  fc.assert(
    fc.property(
      number,
      fc.constantFrom('yes', 'no', '?'),
      rest,
      untrusted,
      untrusted,
      (call, success, first, comm, exe) => {
        const line = record(
          'SYSCALL',
          `arch=c000003e syscall=${call} success=${success} exit=-13 ${first} a1=0 items=0 pid=1 comm=${comm} exe=${exe} subj=x key=(null)`,
        );
        const found = readQuickSystemCall(line);
        if (found !== undefined) expect(found).toEqual({ ...readSystemCall(bodyOf(line)), comm: null, pid: null });
      },
    ),
    { numRuns: 2000 },
  );
});
