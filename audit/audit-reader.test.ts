// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DenialEvent } from '../contract/model/denials/denial.ts';
import { createAuditReader } from './audit-reader.ts';
import { readAuditText } from './read-audit-text.ts';

const zone = process.env['TZ'];
beforeAll(() => {
  process.env['TZ'] = 'UTC';
});
afterAll(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

const denial: DenialEvent = {
  time: 1795533833.415,
  serial: 1196,
  record: 'AVC',
  decision: 'denied',
  permissive: false,
  permissions: ['read'],
  source: { user: 'system_u', role: 'system_r', type: 'container_t', level: 's0:c5,c6' },
  target: { user: 'unconfined_u', role: 'object_r', type: 'container_file_t', level: 's0:c1,c2' },
  class: 'file',
  comm: 'cat',
  pid: 3339,
  exe: '/usr/bin/cat',
  path: '/srv/victim/etc/secret',
  name: 'secret',
  inode: 5203,
  port: null,
  syscall: 'openat',
  success: false,
  container: null,
};

function fixture(name: string): Buffer {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url));
}

function vector(serial: number, rest = '', head = `pid=1 comm="cat" name="f${serial}"`): string {
  return (
    `type=AVC msg=audit(1795533833.415:${serial}): avc:  denied  { read } for  ${head} ` +
    'dev="vda" ino=7 scontext=system_u:system_r:container_t:s0:c5,c6 ' +
    `tcontext=system_u:object_r:shadow_t:s0 tclass=file permissive=0${rest}`
  );
}

function call(serial: number, exe = `/bin/p${serial}`): string {
  return (
    `type=SYSCALL msg=audit(1795533833.415:${serial}): arch=c000003e syscall=257 success=no ` +
    `exit=-13 a0=ffffff9c a1=0 a2=0 a3=0 items=1 ppid=1 pid=1 comm="cat" exe="${exe}" ` +
    'subj=system_u:system_r:container_t:s0:c5,c6 key=(null)'
  );
}

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
    expect(readAuditText(fixture(name))).toEqual(expected);
    for (const size of [1, 7, 64, 1000]) expect(readAuditText(fixture(name), size)).toEqual(expected);
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
    expect(readAuditText(fixture('one-avc.log')).events).toEqual([
      { ...denial, permissive: true, exe: null, path: null, syscall: null, success: null },
    ]);
  });

  it('reads lines that end in CR LF and a last line without newline', () => {
    const lines = fixture('event-ausearch.txt').toString().trimEnd().replaceAll('\n', '\r\n');
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
    const bytes = fixture('event-ausearch.txt');
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

describe('records of one event', () => {
  it('joins interleaved events by time and serial', () => {
    const serials = Array.from({ length: 500 }, (_, index) => index + 1);
    const text = [
      ...serials.map((serial) => vector(serial)),
      ...serials.toReversed().map((serial) => call(serial)),
    ].join('\n');
    const { events } = readAuditText(text);
    expect(events.map(({ name, exe }) => [name, exe])).toEqual(
      serials.map((serial) => [`f${serial}`, `/bin/p${serial}`]),
    );
  });

  it('does not join the same serial of another time', () => {
    const { events } = readAuditText(`${vector(5)}\n${call(5).replace('833.415', '833.416')}`);
    expect(events.map(({ exe }) => exe)).toEqual([null]);
  });

  it('makes two lines of two access vectors', () => {
    const { events } = readAuditText([vector(5), vector(5).replace('{ read }', '{ write open }'), call(5)].join('\n'));
    expect(events.map(({ permissions, exe }) => [permissions, exe])).toEqual([
      [['read'], '/bin/p5'],
      [['write', 'open'], '/bin/p5'],
    ]);
  });

  it('ends an event at its EOE record', () => {
    const { events } = readAuditText(
      [vector(5), 'type=EOE msg=audit(1795533833.415:5): ', call(5), vector(6)].join('\n'),
    );
    expect(events.map(({ exe }) => exe)).toEqual([null, null]);
  });

  it('ends an event when the log has moved two seconds on', () => {
    const { events } = readAuditText([vector(5), vector(6).replace('833.415', '835.415'), call(5)].join('\n'));
    expect(events.map(({ exe }) => exe)).toEqual([null, null]);
  });

  it('ends the oldest event when very many have begun, and loses none', () => {
    const serials = Array.from({ length: 5000 }, (_, index) => index + 1);
    const { events } = readAuditText(serials.map((serial) => vector(serial)).join('\n'));
    expect(events.map(({ serial }) => serial)).toEqual(serials);
  });

  it('survives a forged event of very many records', () => {
    expect(readAuditText(Array.from({ length: 3000 }, () => vector(5)).join('\n')).events).toHaveLength(3000);
  });

  it('takes the path of the object with the inode of the access vector', () => {
    const path = (item: number, name: string, inode: number, kind: string): string =>
      `type=PATH msg=audit(1795533833.415:5): item=${item} name="${name}" inode=${inode} dev=fe:00 nametype=${kind}`;
    const text = [
      vector(5),
      call(5),
      'type=CWD msg=audit(1795533833.415:5): cwd="/root"',
      path(0, '/srv', 3, 'PARENT'),
      path(1, '/srv/a', 7, 'DELETE'),
      path(2, '/srv/b', 8, 'CREATE'),
    ];
    expect(readAuditText(text.join('\n')).events[0]?.path).toBe('/srv/a');
    expect(readAuditText(text.toSpliced(4, 1).join('\n')).events[0]?.path).toBeNull();
    const withoutInode = text.join('\n').replace(' ino=7', '');
    expect(readAuditText(withoutInode).events[0]?.path).toBeNull();
    expect(readAuditText(withoutInode.replace('name="f5"', 'name="b"')).events[0]?.path).toBe('/srv/b');
  });

  it('does not resolve a path that counts from a directory descriptor', () => {
    const relative = [
      vector(5),
      call(5),
      'type=CWD msg=audit(1795533833.415:5): cwd="/root"',
      'type=PATH msg=audit(1795533833.415:5): item=0 name="x/y" inode=7 nametype=NORMAL',
    ].join('\n');
    expect(readAuditText(relative).events[0]?.path).toBe('/root/x/y');
    expect(readAuditText(relative.replace('a0=ffffff9c', 'a0=5')).events[0]?.path).toBe('x/y');
  });

  it('names the system call from the table, the enriched part, or by number', () => {
    const name = (line: string): string | null | undefined => readAuditText(`${vector(5)}\n${line}`).events[0]?.syscall;
    expect(name(call(5))).toBe('openat');
    expect(name(`${call(5).replace('arch=c000003e', 'arch=c00000b7')}\x1dARCH=aarch64 SYSCALL=io_submit`)).toBe(
      'io_submit',
    );
    expect(name(call(5).replace('arch=c000003e', 'arch=c00000b7'))).toBe('257');
  });
});

describe('kinds of records', () => {
  it('reads what was granted', () => {
    expect(readAuditText(vector(5).replace('denied ', 'granted ')).events[0]?.decision).toBe('granted');
  });

  it('reads a user space manager, whose record is about the process that asked', () => {
    const line =
      'type=USER_AVC msg=audit(1795533833.415:7): pid=612 uid=101 auid=4294967295 ' +
      `ses=4294967295 subj=system_u:system_r:system_dbusd_t:s0 msg='avc:  denied  { send_msg } ` +
      'for msgtype=method_call interface=org.freedesktop.DBus member=Hello ' +
      'dest=org.freedesktop.DBus spid=3339 scontext=system_u:system_r:container_t:s0:c5,c6 ' +
      'tcontext=system_u:system_r:system_dbusd_t:s0 tclass=dbus permissive=0  ' +
      `exe="/usr/bin/dbus-daemon" sauid=101 hostname=? addr=? terminal=?'\x1dUID="messagebus" ` +
      'AUID="unset" SAUID="messagebus"';
    expect(readAuditText(line)).toEqual({
      events: [
        {
          ...denial,
          serial: 7,
          record: 'USER_AVC',
          permissions: ['send_msg'],
          target: { user: 'system_u', role: 'system_r', type: 'system_dbusd_t', level: 's0' },
          class: 'dbus',
          comm: null,
          exe: null,
          path: null,
          name: null,
          inode: null,
          syscall: null,
          success: null,
        },
      ],
      skipped: [],
    });
  });

  it('reads SELinux errors, whose system call names the process', () => {
    const text =
      'type=SELINUX_ERR msg=audit(1795533833.415:5): op=security_compute_av reason=bounds ' +
      'scontext=system_u:system_r:a_t:s0 tcontext=system_u:system_r:b_t:s0 tclass=process ' +
      `perms=transition,signal\n${call(5)}`;
    expect(readAuditText(text).events[0]).toMatchObject({
      record: 'SELINUX_ERR',
      decision: 'denied',
      permissive: null,
      permissions: ['transition', 'signal'],
      source: { type: 'a_t' },
      target: { type: 'b_t' },
      class: 'process',
      comm: 'cat',
      pid: 1,
      exe: '/bin/p5',
    });
  });

  it('passes over notices, other security modules and records of other types', () => {
    const text = [
      'type=USER_AVC msg=audit(1795533833.415:7): pid=1 uid=0 subj=system_u:system_r:init_t:s0 ' +
        `msg='avc:  received policyload notice (seqno=2) exe="/usr/lib/systemd/systemd"'`,
      'type=AVC msg=audit(1795533833.415:8): apparmor="DENIED" operation="open" profile="x" name="/etc/shadow" pid=1 comm="cat"',
      'type=LOGIN msg=audit(1795533833.415:9): pid=1 uid=0 old-auid=4294967295 auid=0 tty=(none) old-ses=4294967295 ses=1 res=1',
    ];
    expect(readAuditText(text.join('\n'))).toEqual({ events: [], skipped: [] });
  });

  it('gives null for a context that the kernel had no name for', () => {
    expect(readAuditText(vector(5).replace(/scontext=\S+ tcontext=\S+/, 'ssid=12 tsid=13')).events[0]).toMatchObject({
      source: null,
      target: null,
      class: 'file',
    });
  });
});

describe('records of a real host', () => {
  it('are all read, with what each holds', () => {
    const { events, skipped } = readAuditText(fixture('real-enriched.log'));
    expect(skipped).toEqual([]);
    const lines = events.map(
      (event) =>
        `${event.serial} ${event.permissions.join(' ')} ${event.class ?? '-'} ` +
        `${event.comm ?? '-'} ${event.exe ?? '-'} ${event.syscall ?? '-'} ${event.path ?? '-'} ` +
        (event.name ?? '-'),
    );
    expect(`${lines.join('\n')}\n`).toBe(fixture('real-enriched.expected.txt').toString());
  });

  it.each(['real-ausearch.txt', 'real-interpreted.txt'])(
    'give the same events as printed in %s, which turns the records of an event round',
    (name) => {
      const sorted = (events: readonly DenialEvent[]): string[] => events.map((event) => JSON.stringify(event)).sort();
      const reading = readAuditText(fixture(name));
      expect(reading.skipped).toEqual([]);
      expect(sorted(reading.events)).toEqual(sorted(readAuditText(fixture('real-enriched.log')).events));
    },
  );
});

describe('text that a process controls', () => {
  const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex').toUpperCase();

  it('undoes quotes and hex, and writes bytes that are not UTF-8 as \\xNN', () => {
    const head = `pid=1 comm=${hex('a "b"\nc')} path=${hex('/srv/\xc3\xa4\xff\xed\xa0\x80/x')} name=${hex('\x1b[2J')}`;
    expect(readAuditText(vector(5, '', head)).events[0]).toMatchObject({
      comm: 'a "b"\nc',
      path: '/srv/ä\\xff\\xed\\xa0\\x80/x',
      name: '\x1b[2J',
    });
  });

  it('never becomes a record: a file named like one gives exactly one event', () => {
    const name = `x\n${vector(666)}\n`;
    const path = `type=PATH msg=audit(1795533833.415:5): item=0 name=${hex(`/srv/${name}`)} inode=7 nametype=NORMAL`;
    const { events, skipped } = readAuditText(
      [vector(5, '', `pid=1 comm=${hex(name.slice(0, 15))} name=${hex(name)}`), call(5), path].join('\n'),
    );
    expect({ serials: events.map(({ serial }) => serial), names: events.map((event) => event.name), skipped }).toEqual({
      serials: [5],
      names: [name],
      skipped: [],
    });
  });

  it('does not decide anything, even where ausearch has decoded it', () => {
    const forged = 'x scontext=system_u:system_r:init_t:s0 tcontext=system_u:object_r:bin_t:s0 tclass=dir permissive=1';
    const line =
      fixture('event-interpreted.txt')
        .toString()
        .trimEnd()
        .split('\n')
        .at(-1)
        ?.replace('name=secret', `name=${forged}`) ?? '';
    expect(readAuditText(line).events[0]).toMatchObject({
      source: denial.source,
      target: denial.target,
      class: 'file',
      permissive: false,
    });
  });

  it('does not decide anything in the message of a user space manager', () => {
    const forged =
      '" scontext=system_u:system_r:init_t:s0 tcontext=system_u:object_r:bin_t:s0 tclass=dir permissive=1 x="';
    const line =
      `type=USER_AVC msg=audit(1795533833.415:7): pid=1 uid=0 subj=x msg='avc:  denied  { ` +
      `start } for auid=n/a uid=0 gid=0 path="/etc/a.service" cmdline="${forged}" ` +
      'scontext=a_u:a_r:a_t:s0 tcontext=b_u:b_r:b_t:s0 tclass=service permissive=0 ' +
      `exe="/usr/lib/systemd/systemd"'`;
    expect(readAuditText(line).events[0]).toMatchObject({
      source: { type: 'a_t' },
      target: { type: 'b_t' },
      class: 'service',
      permissive: false,
      path: '/etc/a.service',
    });
  });

  it('cannot come from what a program logs', () => {
    const text = [
      `Nov 24 15:23:54 lab myapp[12]: kernel: audit: ${vector(5).replace('type=AVC msg=', 'type=1400 ')}`,
      `[  833.5] myapp: audit: ${vector(5).replace('type=AVC msg=', 'type=1400 ')}`,
      `<14>[  833.5] audit: ${vector(5).replace('type=AVC msg=', 'type=1400 ')}`,
      `user  :info  : [  833.5] audit: ${vector(5).replace('type=AVC msg=', 'type=1400 ')}`,
    ];
    expect(readAuditText(text.join('\n'))).toEqual({ events: [], skipped: [] });
  });

  it('is not taken for hex where ausearch has decoded it', () => {
    const line =
      fixture('event-interpreted.txt').toString().trimEnd().split('\n').at(-1)?.replace('comm=cat', 'comm=CAFE') ?? '';
    expect(readAuditText(line).events[0]?.comm).toBe('CAFE');
  });
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
