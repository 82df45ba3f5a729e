// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DenialEvent } from '../contract/model/denials/denial.ts';
import { createAuditReader } from './audit-reader.ts';
import { call, denial, readLog, vector } from './fixtures/audit-lines.ts';
import { readAuditText } from './read-audit-text.ts';

const zone = process.env['TZ'];
beforeAll(() => {
  process.env['TZ'] = 'UTC';
});
afterAll(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

describe('one event in every layout', () => {
  it.each([
    'event-raw.log',
    'event-enriched.log',
    'event-ausearch.txt',
    'event-interpreted.txt',
    'event-kernel.log',
    'event-syslog.log',
    'event-journal.json',
    'event-journal-twice.json',
  ])('reads %s, however it is cut into chunks', (name) => {
    const expected = { events: [denial], skipped: [] };
    expect(readAuditText(readLog(name))).toEqual(expected);
    for (const size of [1, 7, 64, 1000]) expect(readAuditText(readLog(name), size)).toEqual(expected);
  });

  it.each([
    ['name_bind', 'src=8081', 8081],
    ['name_connect', 'dest=5432', 5432],
    ['node_bind', 'saddr=::1', null],
  ])('reads the port of %s', (permission, field, port) => {
    const record =
      `type=AVC msg=audit(1795533833.415:1): avc:  denied  { ${permission} } for  pid=1 ` +
      `comm="x" ${field} scontext=system_u:system_r:httpd_t:s0 ` +
      'tcontext=system_u:object_r:port_t:s0 tclass=tcp_socket permissive=0';
    expect(readAuditText(record).events.map((event) => event.port)).toEqual([port]);
  });

  it('gives null for what a lone record does not hold', () => {
    expect(readAuditText(readLog('one-avc.log')).events).toEqual([
      { ...denial, permissive: true, exe: null, path: null, syscall: null, success: null },
    ]);
  });

  it('reads lines that end in CR LF and a last line without newline', () => {
    const lines = readLog('event-ausearch.txt').toString().trimEnd().replaceAll('\n', '\r\n');
    expect(readAuditText(lines)).toEqual({ events: [denial], skipped: [] });
  });

  it('reads a record behind the zeros that a crash leaves', () => {
    expect(readAuditText(`\0\0\0\0${vector(1)}\n`).events).toHaveLength(1);
  });

  it('tells hosts of one log apart', () => {
    const lines = ['a', 'b'].map((host) => `node=${host} ${vector(5)}`).concat(`node=b ${call(5)}`);
    expect(readAuditText(lines.join('\n')).events.map(({ exe }) => exe)).toEqual([null, '/bin/p5']);
    const hosts = Array.from({ length: 3000 }, (_, index) => `host${index}`);
    const text = hosts.map((host) => `node=${host} ${vector(5)}\nnode=${host} ${call(5, `/bin/${host}`)}`).join('\n');
    expect(new Set(readAuditText(text).events.map(({ exe }) => exe))).toEqual(
      new Set(hosts.map((host) => `/bin/${host}`)),
    );
  });

  it('keeps nothing of a chunk, which may be reused', () => {
    const bytes = readLog('event-ausearch.txt');
    const chunk = Buffer.alloc(100);
    const events: DenialEvent[] = [];
    const reader = createAuditReader({ onEvent: (event) => events.push(event) });
    for (let at = 0; at < bytes.length; at += chunk.length) {
      const length = bytes.copy(chunk, 0, at);
      reader.push(chunk.subarray(0, length));
      chunk.fill('#');
    }
    reader.end();
    expect(events).toEqual([denial]);
  });
});

describe('records of a real host', () => {
  it('are all read, with what each holds', () => {
    const { events, skipped } = readAuditText(readLog('real-enriched.log'));
    expect(skipped).toEqual([]);
    const lines = events.map(
      (event) =>
        `${event.serial} ${event.permissions.join(' ')} ${event.class ?? '-'} ` +
        `${event.comm ?? '-'} ${event.exe ?? '-'} ${event.syscall ?? '-'} ${event.path ?? '-'} ` +
        (event.name ?? '-'),
    );
    expect(`${lines.join('\n')}\n`).toBe(readLog('real-enriched.expected.txt').toString());
  });

  it.each(['real-ausearch.txt', 'real-interpreted.txt'])(
    'give the same events as printed in %s, which turns the records of an event round',
    (name) => {
      const sorted = (events: readonly DenialEvent[]): string[] => events.map((event) => JSON.stringify(event)).sort();
      const reading = readAuditText(readLog(name));
      expect(reading.skipped).toEqual([]);
      expect(sorted(reading.events)).toEqual(sorted(readAuditText(readLog('real-enriched.log')).events));
    },
  );
});

describe('lines that cannot be read', () => {
  it('are skipped and named, and change no other event', () => {
    const whole = [vector(5), call(5), vector(6), call(6)];
    const garbage = [
      'not an audit line',
      vector(7).slice(0, 120),
      'type=AVC msg=audit(17955',
      'type=AVC msg=audit(1795533833.415:9): avc:  den',
      '\x7fELF\x01\x02\xff\xfe',
      'x'.repeat(70_000),
      '{"_TRANSPORT":"audit","MESSAGE":"AVC avc:"}',
      '{"_TRANSPORT":',
      'Nov 24 15:23:53 lab audit[3339]: AVC avc:  denied  { read } for  pid=3339',
    ];
    const text = [whole[0], ...garbage, ...whole.slice(1)].join('\n');
    const { events, skipped } = readAuditText(text);
    expect(readAuditText(text, 1000)).toEqual({ events, skipped });
    expect(events).toEqual(readAuditText(whole.join('\n')).events);
    expect(skipped).toEqual([
      'line 2: not an audit record',
      'line 3: the access vector lacks its contexts or its class',
      'line 4: no audit time and serial',
      'line 5: the access vector has no decision and permissions',
      'line 6: not an audit record',
      'line 7: the line is too long',
      'line 8: the journal entry of an audit record lacks its serial or its message',
      'line 9: not a JSON object',
      'line 10: journal text has no audit serial; use journalctl -o json',
    ]);
  });
});
