// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import type { AuditRecord } from '../records/record.ts';
import { readQuickAccessVector } from './access-vector-fast-path.ts';
import { readAccessVector } from './access-vector.ts';

const query = 'scontext=a:b:c:s0 tcontext=d:e:f:s0:c1,c2 tclass=file permissive=0';
const decided = ' avc:  denied  { read open } for  ';

function record(body: string): AuditRecord {
  const bytes = Buffer.from(`#${body}}#`, 'latin1');
  return {
    type: 'AVC',
    timeMs: 1500,
    serial: 7,
    node: '',
    bytes,
    start: 1,
    end: bytes.length - 2,
    isInterpreted: false,
  };
}

it.each([
  ['pid=12 comm="cat" name="x" dev="vda" ino=34', { pid: 12, comm: 'cat', name: 'x', inode: 34, path: null }],
  ['pid=0 comm=63617420 path=2F61', { pid: 0, comm: 'cat ', path: '/a', name: null, inode: null }],
  ['path="/x" pid=123456789012345', { pid: 123_456_789_012_345, path: '/x' }],
  ['', { pid: null, comm: null, name: null, path: null, inode: null }],
  ['key=1 dpid=3 comx=4 xomm=5 name2=6 patx=7 dst=8 sr=9 inx=1 xno=2 lead', { pid: null, comm: null, inode: null }],
  ['name=? ', undefined],
  ['pid=x', undefined],
  ['pid=', undefined],
  ['pid=1234567890123456', undefined],
  ['pid=1 pid=2', undefined],
  ['ino=1 ino=1', undefined],
  ['comm="a" comm="b"', undefined],
  ['name="a" name="b"', undefined],
  ['path="a" path="b"', undefined],
  ['comm=', undefined],
  ['comm=?', undefined],
  ['comm=(null)', undefined],
  ['name=', undefined],
  ['name=?', undefined],
  ['name=(null)', undefined],
  ['path=', undefined],
  ['path=?', undefined],
  ['path=(null)', undefined],
  ['comm=??', { comm: '??' }],
  ['comm=(nul)', { comm: '(nul)' }],
  ['comm="', undefined],
  ['comm="a', undefined],
  ['comm="a b"', undefined],
  ['other="a', undefined],
  ['comm=""', { comm: '' }],
  ['src=80', undefined],
  ['dest=80', undefined],
] as const)('reads %j as the general way does, or leaves it', (head, expected) => {
  const body = `${decided}${head}${head === '' ? '' : ' '}${query}`.replace('for   ', 'for  ');
  const found = readQuickAccessVector(record(body));
  if (expected === undefined) {
    expect(found).toBeUndefined();
    return;
  }
  expect(found).toMatchObject({
    event: { permissions: ['read', 'open'], class: 'file', ...expected },
    isCounted: false,
  });
  expect(found).toEqual(readAccessVector(record(body)));
});

it.each([
  `${decided}pid=1 ${query}`,
  `${decided}pid=1 ${query.replace('permissive=0', 'permissive=1')}`,
  ` avc:  granted  { read } for  pid=1 ${query}`,
])('reads the query of %j', (body) => {
  expect(readQuickAccessVector(record(body))).toEqual(readAccessVector(record(body)));
});

it.each([
  ['nothing', ''],
  ['no decision', ` pid=1 ${query}`],
  ['no closing brace within 400 bytes', ` avc:  denied  { ${'x '.repeat(200)}} for  pid=1 ${query}`],
  ['a decision of another word', ` avc:  allowed  { read } for  pid=1 ${query}`],
  ['nothing behind its decision', ' avc:  denied  { read }'],
  ['no query', `${decided}pid=1`],
  ['something between', `${decided}pid=1 x ${query.replace(' tcontext', ' x=1 tcontext')}`],
  ['no target', `${decided}pid=1 scontext=a:b:c:s0 tclass=file permissive=0`],
  ['another order', `${decided}pid=1 scontext=a:b:c:s0 tclass=file tcontext=d:e:f:s0 permissive=0`],
  ['no class', `${decided}pid=1 scontext=a:b:c:s0 tcontext=d:e:f:s0 permissive=0`],
  ['no flag', `${decided}pid=1 ${query.replace(' permissive=0', '')}`],
  ['another flag', `${decided}pid=1 ${query.replace('permissive=0', 'permissive=2')}`],
  ['a longer flag', `${decided}pid=1 ${query}0`],
  ['a flag of another name', `${decided}pid=1 ${query.replace('permissive', 'permissivf')}`],
  ['something behind', `${decided}pid=1 ${query} x=1`],
  ['a source of another name', `${decided}pid=1 ${query.replace('scontext', 'scontexd')}`],
  ['a double space', `${decided}pid=1  ${query.replace(' tclass', '  tclass')}`],
])('leaves a body with %s to the general way', (_, body) => {
  expect(readQuickAccessVector(record(body))).toBeUndefined();
});

it('says that a record was counted already', () => {
  const counted = { ...record(`${decided}pid=1 ${query}`), isCounted: true as const };
  expect(readQuickAccessVector(counted)?.isCounted).toBe(true);
});
