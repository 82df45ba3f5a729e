// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { call, denial, readLog, vector } from './fixtures/audit-lines.ts';
import { readAuditText } from './read-audit-text.ts';

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
      readLog('event-interpreted.txt')
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
      readLog('event-interpreted.txt').toString().trimEnd().split('\n').at(-1)?.replace('comm=cat', 'comm=CAFE') ?? '';
    expect(readAuditText(line).events[0]?.comm).toBe('CAFE');
  });
});
