// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { writeAuditLines } from '../bench/denials/write-audit-log.ts';
import { readAuditText } from './read-audit-text.ts';

/** Pieces that lead deep into the reader, so that soup made of them is worse than noise. */
const pieces = [
  'type=AVC ', 'type=SYSCALL ', 'type=USER_AVC ', 'type=1400 ', 'node=x ', 'msg=', 'audit(1795533833.415:7): ',
  'audit(11/24/26 15:23:53.415:7) : ', 'audit: ', 'kernel: ', '[ 1.5] ', '{"_TRANSPORT":"audit",', '"MESSAGE":',
  'avc:  denied  { ', 'read', ' } for ', ' pid=', ' comm=', '"', "'", ' scontext=', 'a:b:c:s0', ' tcontext=',
  ' tclass=', ' permissive=1', ' exe=', ' ssid=1', ' syscall=', 'arch=c000003e', '\x1d', '\0', '\n', '\r\n',
  ' ', '=', '}', '(',
]; // prettier-ignore

const soup = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 60 })
  .map((parts) => Buffer.from(parts.join(''), 'latin1'));
const noise = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));

it('survives any bytes, and gives the same however they are cut', () => {
  fc.assert(
    fc.property(fc.oneof(soup, noise), fc.integer({ min: 1, max: 50 }), (bytes, chunkSize) => {
      expect(readAuditText(bytes, chunkSize)).toEqual(readAuditText(bytes));
    }),
    { numRuns: 1000 },
  );
});

it('names each line that it skips at most once, and reads no other events among lines that are none', () => {
  const lines = writeAuditLines(1, 40, { isEnriched: true, eventsPerSecond: 100 });
  const whole = readAuditText(lines.join('\n'));
  // No line of a record's layout: such a line may be a record.
  const garbage = fc
    .oneof(fc.string(), fc.string({ unit: 'binary' }), soup.map(String))
    .map((text) => `!${text.replaceAll('\n', ' ')}`);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: lines.length }), garbage), { maxLength: 20 }), (inserts) => {
      const mixed = [...lines];
      for (const [at, text] of inserts) mixed.splice(at, 0, text);
      const reading = readAuditText(Buffer.from(mixed.join('\n'), 'utf8'));
      expect(reading.events).toEqual(whole.events);
      expect(new Set(reading.skipped).size).toBe(inserts.length);
    }),
  );
});

it('loses no more than the line that was cut', () => {
  const lines = writeAuditLines(1, 30, { isEnriched: false, eventsPerSecond: 100 });
  const whole = readAuditText(lines.join('\n')).events;
  fc.assert(
    fc.property(fc.nat({ max: lines.length - 1 }), fc.nat({ max: 200 }), (at, length) => {
      const cut = lines.with(at, (lines[at] ?? '').slice(0, length));
      const serials = readAuditText(cut.join('\n')).events.map(({ serial }) => serial);
      const missing = whole.filter(({ serial }) => !serials.includes(serial));
      expect(missing.length).toBeLessThanOrEqual(1);
    }),
  );
});

it('joins the records of events that are mixed up', () => {
  const lines = writeAuditLines(1, 150, { isEnriched: false, eventsPerSecond: 100 });
  const whole = new Map(readAuditText(lines.join('\n')).events.map((event) => [event.serial, event]));
  fc.assert(
    fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (mixed) => {
      const events = readAuditText(mixed.join('\n')).events;
      expect(new Map(events.map((event) => [event.serial, event]))).toEqual(whole);
    }),
    { numRuns: 50 },
  );
});
