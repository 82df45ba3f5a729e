// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DenialEvent } from '../contract/model/denials/denial.ts';
import { createDenialGroups } from './denial-groups.ts';
import { createLogGrouping } from './log-grouping.ts';
import { readAuditText } from './read-audit-text.ts';

/** A hostile name, as the kernel writes it: it holds a space, so it is hex. */
const hostile = Buffer.from('x scontext=evil_u:evil_r:EVIL_t tclass=process').toString('hex').toUpperCase();
const fields = [
  'pid=77',
  'comm="cat"',
  `name=${hostile}`,
  'dev="vda"',
  'ino=7',
  'scontext=system_u:system_r:a_t:s0:c5,c6',
  'tcontext=system_u:object_r:b_t:s0',
  'tclass=file',
  'permissive=1',
];

function lineOf(order: readonly string[], prefix = ''): string {
  return `${prefix}type=AVC msg=audit(1795533833.415:7): avc:  denied  { read } for  ${order.join(' ')}\n`;
}

function eventOf(text: string): DenialEvent | undefined {
  const { events, skipped } = readAuditText(text);
  expect([events.length, skipped]).toEqual([1, []]);
  return events[0];
}

/** Class, permissions and so on of what the fast way counted. */
function countedOf(text: string): unknown {
  const groups = createDenialGroups();
  const grouping = createLogGrouping({ groups, bufferBytes: 128 * 1024 });
  grouping.filled(Buffer.from(text).copy(grouping.space()));
  grouping.end();
  return groups.groups();
}

function countedInFull(text: string): unknown {
  const groups = createDenialGroups();
  for (const event of readAuditText(text).events) groups.add(event);
  return groups.groups();
}

const usual = eventOf(lineOf(fields));

it('reads the fields of a denial by their names, in whatever order they stand, on both ways', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(fields, { minLength: fields.length }), (order) => {
      const text = lineOf(order);
      expect(eventOf(text)).toEqual(usual);
      expect(countedOf(text)).toEqual(countedInFull(text));
    }),
    { numRuns: 1000 },
  );
});

it('reads them behind host= as behind node=, each host by itself, on both ways', () => {
  const lines = ['host=one.example ', 'node=two.example ', ''].map((prefix) => lineOf(fields, prefix));
  for (const line of lines) expect(eventOf(line)).toEqual(usual);
  expect(readAuditText(lines.join('')).events).toEqual([usual, usual, usual]);
  expect(countedOf(lines.join(''))).toMatchObject([{ count: 3, sourceType: 'a_t' }]);
});

it('reads a target behind the class, as some logs have it', () => {
  const line = lineOf([
    'pid=1',
    'comm="httpd"',
    'src=81',
    'scontext=u:r:httpd_t:s0',
    'tclass=tcp_socket',
    'tcontext=u:r:reserved_port_t:s0',
  ]);
  expect(eventOf(line)).toMatchObject({
    source: { type: 'httpd_t' },
    target: { type: 'reserved_port_t' },
    class: 'tcp_socket',
    port: 81,
    permissive: null,
  });
});

it('takes in decoded text only fields that stand together, the last such: a name may hold any others (D7)', () => {
  const decoded = (middle: string): string =>
    `type=AVC msg=audit(11/24/25 12:03:53.415:7) : avc:  denied  { read } for  pid=1 comm=cat name=${middle}\n`;
  const real = 'tclass=file tcontext=u:r:b_t:s0 scontext=u:r:a_t:s0 permissive=0';
  const fake = 'tclass=process tcontext=u:r:EVIL_t:s0 scontext=u:r:EVIL_t:s0 permissive=1';
  expect(eventOf(decoded(`x ${fake} y dev=vda ${real}`))).toMatchObject({
    source: { type: 'a_t' },
    target: { type: 'b_t' },
    class: 'file',
    permissive: false,
  });
  // What is cut off has no query; the name's is not taken for one that is complete.
  expect(readAuditText(decoded('x scontext=u:r:EVIL_t:s0 y tcontext=u:r:EVIL_t:s0 z tclass=file')).events).toEqual([]);
});

it('takes no part of a record that was cut off for the whole', () => {
  for (const missing of ['scontext', 'tcontext', 'tclass']) {
    expect(readAuditText(lineOf(fields.filter((field) => !field.startsWith(missing)))).events).toEqual([]);
  }
});
