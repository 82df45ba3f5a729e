// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { call, denial, vector } from './fixtures/audit-lines.ts';
import { readAuditText } from './read-audit-text.ts';

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
