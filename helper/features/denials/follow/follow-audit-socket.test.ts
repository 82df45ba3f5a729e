// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import { createAuditReader } from '../../../../audit/audit-reader.ts';
import { lineOf, overrun } from '../../../system/native/audit-socket.ts';
import { followAuditSocket } from './follow-audit-socket.ts';

const avc =
  'audit(1795533833.415:1196): avc:  denied  { read } for  pid=1 comm="cat" name="x" dev="vda" ino=7 ' +
  'scontext=system_u:system_r:bulkhead_t:s0:c1,c2 tcontext=system_u:object_r:shadow_t:s0 tclass=file ' +
  'permissive=0';

function message(type: number, text: string): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt16LE(type, 4);
  return Buffer.concat([header, Buffer.from(`${text}\0`, 'latin1')]);
}

it('makes of each record a line that the reader of logs takes, and of a record with a line break no second one', async () => {
  const serials: number[] = [];
  const reader = createAuditReader({
    onEvent: ({ serial }) => void serials.push(serial),
    onPolicyEvent: () => undefined,
    onSkipped: () => undefined,
  });
  reader.push(
    Buffer.from(
      [
        lineOf(message(1400, avc)),
        lineOf(message(1107, `audit(1.000:7): x\ntype=1400 ${avc}`)),
        lineOf(message(1320, 'audit(1795533833.415:1196): ')),
      ]
        .map((line) => `${line}\n`)
        .join(''),
      'latin1',
    ),
  );
  reader.end();
  expect(serials).toEqual([1196]);
});

it('gives what waits, counts what the kernel dropped, and ends with its signal', async () => {
  const ending = new AbortController();
  const waiting = ['type=1400 one', overrun, 'type=1400 two'] as const;
  let at = 0;
  let isClosed = false;
  const open = () => ({ next: () => waiting[at++], close: () => void (isClosed = true) });
  const items: unknown[] = [];
  for await (const item of followAuditSocket({ signal: ending.signal, open, pollMs: 1 })) {
    items.push(item.kind === 'bytes' ? item.bytes.toString() : item);
    if (item.kind === 'quiet') ending.abort();
  }
  expect([items, isClosed]).toEqual([
    [{ kind: 'lost', count: 1 }, 'type=1400 one\ntype=1400 two\n', { kind: 'quiet' }],
    true,
  ]);
});
