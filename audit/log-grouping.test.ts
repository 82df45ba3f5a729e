// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeAuditLines } from '../bench/denials/write-audit-log.ts';
import type { DenialGroup } from '../contract/model/denials/denial.ts';
import { createAuditReader } from './audit-reader.ts';
import { createDenialGroups } from './denial-groups.ts';
import { createLogGrouping, type LogGroupingOptions } from './log-grouping.ts';

interface Result {
  readonly groups: readonly DenialGroup[];
  readonly skipped: readonly string[];
}

type Options = Omit<LogGroupingOptions, 'groups' | 'onSkipped'> & { readonly chunkSize?: number };

/** Puts each event together, then counts it. */
function inFull(bytes: Buffer, since = 0): Result {
  const groups = createDenialGroups();
  const skipped: string[] = [];
  const reader = createAuditReader({
    onEvent(event) {
      if (event.time >= since) groups.add(event);
    },
    onSkipped: (line, reason) => skipped.push(`line ${line}: ${reason}`),
  });
  reader.push(bytes);
  reader.end();
  return { groups: groups.groups().map(sorted), skipped };
}

function quickly(bytes: Buffer, { chunkSize = bytes.length, ...options }: Options = {}): Result {
  const groups = createDenialGroups();
  const skipped: string[] = [];
  const grouping = createLogGrouping({
    ...(bytes.length < 64 * 1024 && { bufferBytes: 128 * 1024 }),
    ...options,
    groups,
    onSkipped: (line, reason) => skipped.push(`line ${line}: ${reason}`),
  });
  for (let at = 0; at < bytes.length;) {
    const length = bytes.copy(grouping.space().subarray(0, chunkSize), 0, at);
    grouping.filled(length);
    at += length;
  }
  grouping.end();
  return { groups: groups.groups().map(sorted), skipped };
}

/** Names come in the order in which the events were ready. */
function sorted(group: DenialGroup): DenialGroup {
  return { ...group, comms: group.comms.toSorted() };
}

/** Leaves out what another record of the event may have given. */
function countsOf(group: DenialGroup): Partial<DenialGroup> {
  const { sample: _sample, comms: _comms, ...counts } = group;
  return counts;
}

const vector = (
  serial: number,
  head = 'pid=1 comm="cat" name="x" dev="vda" ino=7',
  query = 'scontext=u:r:a_t:s0:c5,c6 tcontext=u:r:b_t:s0 tclass=file permissive=0',
  permissions = '{ read }',
): string =>
  `type=AVC msg=audit(1795533833.${String(serial % 1000).padStart(3, '0')}:${serial}): avc:  denied  ${permissions} for  ${head} ${query}`;

describe('grouping a log without putting its events together', () => {
  for (const isEnriched of [false, true]) {
    it(`gives the same as putting them together does: ${isEnriched ? 'enriched' : 'raw'}`, () => {
      const lines = writeAuditLines(1, 5000, { isEnriched, eventsPerSecond: 500 });
      const bytes = Buffer.from(lines.join('\n'));
      const whole = inFull(bytes);
      expect(whole.groups.length).toBeGreaterThan(100);
      expect(quickly(bytes)).toEqual(whole);
      expect(quickly(bytes, { maxLines: 7 })).toEqual(whole);
      expect(quickly(bytes, { chunkSize: 4001 })).toEqual(whole);
      expect(quickly(bytes, { since: 1_795_533_838.5 })).toEqual(inFull(bytes, 1_795_533_838.5));
    });
  }

  it('gives the same for every layout that people have logs in', () => {
    for (const name of [
      'real-enriched.log',
      'real-ausearch.txt',
      'real-interpreted.txt',
      'event-journal.json',
      'event-journal-twice.json',
      'event-kernel.log',
      'event-syslog.log',
      'event-ausearch.txt',
      'event-raw.log',
      'event-enriched.log',
      'event-interpreted.txt',
      'one-avc.log',
    ]) {
      const bytes = readFileSync(new URL(`fixtures/${name}`, import.meta.url));
      const whole = inFull(bytes);
      expect(whole.groups.length).toBeGreaterThan(0);
      expect([name, quickly(bytes)]).toEqual([name, whole]);
      expect([name, quickly(bytes, { maxLines: 1 })]).toEqual([name, whole]);
    }
  });

  it('gives the same for records of every shape, mixed up', () => {
    const head = fc.constantFrom(
      'pid=1 comm="cat" name="x" dev="vda" ino=7',
      'pid=1 comm="sh" path="/a b"',
      'pid=2 name="x"',
      'comm=(null) pid=3',
      'comm=6162 comm="twice"',
      'pid=1 comm="" ino=7',
      'pid=x comm="cat"',
    );
    const query = fc.constantFrom(
      'scontext=u:r:a_t:s0:c5,c6 tcontext=u:r:b_t:s0 tclass=file permissive=0',
      'scontext=u:r:a_t:s0:c5,c6 tcontext=u:r:b_t:s0:c7 tclass=file permissive=1',
      'scontext=u:r:a_t:s0:c5,c6 tcontext=u:q:b_t:s0 tclass=file permissive=0',
      'scontext=u:r:a_t:s0 tcontext=u:r:c_t:s0 tclass=dir',
      'ssid=5 tcontext=u:r:c_t:s0 tclass=dir permissive=0',
      'scontext=u:r:a_t:s0',
      'scontext=kernel tcontext=u:r:c_t:s0 tclass=dir permissive=0',
    );
    const permissions = fc.constantFrom('{ read }', '{ read open }', '{ open read }', '{ create }', 'null', '');
    const decision = fc.constantFrom('denied', 'granted', 'waved');
    const avc = fc.tuple(head, query, permissions, decision).map(
      ([h, q, p, d]) =>
        (serial: number) =>
          vector(serial, h, q, p).replace('denied', d),
    );
    const stamp = (serial: number): string =>
      `msg=audit(1795533833.${String(serial % 1000).padStart(3, '0')}:${serial}):`;
    const other = fc.constantFrom<(serial: number) => string>(
      (serial) =>
        `type=SYSCALL ${stamp(serial)} arch=c000003e syscall=257 success=no exit=-13 a0=ffffff9c ` +
        'items=1 pid=9 comm="late" exe="/usr/bin/late" key=(null)',
      (serial) => `type=CWD ${stamp(serial)} cwd="/var/www"`,
      (serial) => `type=PATH ${stamp(serial)} item=0 name="html/x" inode=7 nametype=NORMAL`,
      (serial) => `type=PROCTITLE ${stamp(serial)} proctitle="x"`,
      (serial) => `type=EOE ${stamp(serial)} `,
      (serial) =>
        `type=USER_AVC ${stamp(serial)} pid=1 uid=0 msg='avc:  denied  { stop } for auid=1 uid=0 ` +
        'scontext=u:r:a_t:s0 tcontext=u:r:b_t:s0 tclass=service permissive=0 ' +
        `exe="/usr/lib/systemd/systemd"'`,
      (serial) =>
        `type=SELINUX_ERR ${stamp(serial)} op=security_bounded_transition seresult=denied oldcontext=u:r:a_t:s0 newcontext=u:r:b_t:s0`,
      (serial) => `type=USER_LOGIN ${stamp(serial)} pid=1`,
      (serial) => `type=MAC_POLICY_LOAD ${stamp(serial)} auid=0 ses=1 lsm=selinux res=1`,
      (serial) =>
        `type=1400 audit(1795533833.000:${serial}): avc:  denied  { read } for  pid=1 comm="k" ` +
        'scontext=u:r:a_t:s0 tcontext=u:r:b_t:s0 tclass=file permissive=0',
      (serial) =>
        `node=x type=AVC ${stamp(serial)} avc:  denied  { read } for  pid=1 comm="n" ` +
        'scontext=u:r:a_t:s0 tcontext=u:r:b_t:s0 tclass=file permissive=0',
      () => 'type=SYSCALL msg=audit(17955338',
      () => 'garbage',
      () => '',
      () => '\0\0type=AVC',
    );
    const line = fc
      .tuple(fc.oneof(avc, other), fc.integer({ min: 1, max: 6 }), fc.constantFrom('', '', '', '\r'))
      .map(([write, serial, end]) => write(serial) + end);
    let denials = 0;
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const bytes = Buffer.from(lines.join('\n'), 'latin1');
        const whole = inFull(bytes);
        denials += whole.groups.reduce((sum, { count }) => sum + count, 0);
        expect(quickly(bytes, { maxLines: 100 })).toEqual(whole);
        const inParts = quickly(bytes, { maxLines: 3 });
        expect(inParts.skipped).toEqual(whole.skipped);
        expect(inParts.groups.map(countsOf)).toEqual(whole.groups.map(countsOf));
      }),
      { numRuns: 300 },
    );
    expect(denials).toBeGreaterThan(300);
  });

  it('survives any bytes', () => {
    const noise = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));
    const cut = fc
      .tuple(fc.nat(vector(1).length), fc.string({ unit: 'binary', maxLength: 4 }))
      .map(([at, text]) => Buffer.from(`${vector(1).slice(0, at)}${text}${vector(1).slice(at)}`, 'latin1'));
    fc.assert(
      fc.property(fc.oneof(noise, cut), (bytes) => {
        expect(quickly(bytes, { maxLines: 100 })).toEqual(inFull(bytes));
      }),
      { numRuns: 200 },
    );
  });

  it('drops a line that is too long, wherever the buffer ends, and counts on', () => {
    for (const length of [64 * 1024, 64 * 1024 + 1, 5_000_000, 9_000_000]) {
      const bytes = Buffer.from(`${vector(1)}\n${'x'.repeat(length)}\n${vector(2)}\n${'y'.repeat(70_000)}`);
      const { groups, skipped } = quickly(bytes);
      expect({ length, skipped, count: groups[0]?.count }).toEqual({
        length,
        skipped: [
          `line 2: ${length > 65_536 ? 'the line is too long' : 'not an audit record'}`,
          'line 4: the line is too long',
        ],
        count: 2,
      });
    }
  });

  it('counts each denial once when there are more texts and groups than it remembers', () => {
    const denials = 40_000;
    const lines = Array.from({ length: denials }, (_, index) =>
      vector(
        index + 1,
        `pid=1 comm="c${(index * 7) % 30_000}" ino=7`,
        `scontext=u:r:a_t:s0:c5,c6 tcontext=u:r:b${index % 30}_t:s0 tclass=file permissive=0`,
      ),
    );
    const bytes = Buffer.from(lines.join('\n'));
    for (const maxGroups of [10, 100]) {
      const groups = createDenialGroups({ maxGroups });
      const grouping = createLogGrouping({ groups, maxLines: 30_000 });
      for (let at = 0; at < bytes.length;) {
        const length = bytes.copy(grouping.space(), 0, at);
        grouping.filled(length);
        at += length;
      }
      grouping.end();
      const kept = groups.groups().reduce((sum, { count }) => sum + count, 0);
      expect([maxGroups, kept + groups.lost, groups.lost > 0]).toEqual([maxGroups, denials, maxGroups === 10]);
    }
  });

  it('takes the sample whole when its event is cut by the end of a part', () => {
    const lines = [
      ...Array.from({ length: 20_000 }, (_, index) => vector(index + 1)),
      'type=SYSCALL msg=audit(1795533833.999:19999): arch=c000003e syscall=257 success=no ' +
        'exit=-13 a0=5 items=0 pid=1 comm="cat" exe="/usr/bin/cat" key=(null)',
    ];
    const [group] = quickly(Buffer.from(lines.join('\n'))).groups;
    expect(group).toMatchObject({ count: 20_000, sample: { serial: 19_999, exe: '/usr/bin/cat', syscall: 'openat' } });
  });
});
