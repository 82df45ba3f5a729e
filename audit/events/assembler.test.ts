// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { AuditRecord, RecordType } from '../records/record.ts';
import { createAssembler } from './assembler.ts';

interface Name {
  readonly serial?: number;
  readonly timeMs?: number;
  readonly node?: string;
}

function record(type: RecordType, { serial = 1, timeMs = 1000, node = '' }: Name = {}, body = ''): AuditRecord {
  const bytes = Buffer.from(body, 'latin1');
  return { type, timeMs, serial, node, bytes, start: 0, end: bytes.length, isInterpreted: false };
}

const vector = (name: Name = {}, head = 'pid=1 comm="cat"'): AuditRecord =>
  record(
    'AVC',
    name,
    ` avc:  denied  { read } for  ${head} scontext=a:b:c:s0 tcontext=a:b:c:s0 tclass=file permissive=0`,
  );
const call = (name: Name = {}, exe = '/bin/x'): AuditRecord =>
  record('SYSCALL', name, ` arch=c000003e syscall=2 success=no exit=-13 a0=1 pid=7 comm="call" exe="${exe}"`);

/** The serials of the events that have ended, with the program where it is known. */
function open(): { readonly ended: (string | null)[]; add(...records: readonly AuditRecord[]): void; flush(): void } {
  const ended: (string | null)[] = [];
  const assembler = createAssembler(({ event }) => {
    ended.push(event.exe === null ? String(event.serial) : `${event.serial} ${event.exe}`);
  });
  return {
    ended,
    add: (...records) => {
      for (const one of records) expect(assembler.add(one)).toBeUndefined();
    },
    flush: assembler.flush,
  };
}

describe('an event', () => {
  it('joins the records of one serial, time and host, however they come', () => {
    const { ended, add, flush } = open();
    add(vector({ serial: 1 }), call({ serial: 2 }, '/bin/2'), vector({ serial: 2 }), call({ serial: 1 }, '/bin/1'));
    expect(ended).toEqual([]);
    flush();
    expect(ended).toEqual(['1 /bin/1', '2 /bin/2']);
    flush();
    expect(ended).toHaveLength(2);
  });

  it.each([
    ['serial', { serial: 1025 }],
    ['time', { timeMs: 1001 }],
    ['host', { node: 'a' }],
  ])('is another one of another %s', (_, other) => {
    const { ended, add, flush } = open();
    add(vector(), call(other));
    flush();
    expect(ended).toEqual(['1']);
  });

  it('keeps hosts apart, also where their events share a place', () => {
    const { ended, add, flush } = open();
    add(vector({ node: 'a' }), vector({ node: 'b' }), call({ node: 'a' }, '/bin/a'), call({ node: 'b' }, '/bin/b'));
    flush();
    expect(ended).toEqual(['1 /bin/a', '1 /bin/b']);
    // The numbers of these two names differ by 1,024.
    const shared = open();
    shared.add(vector({ node: 'a' }), call({ node: '!b' }));
    expect(shared.ended).toEqual(['1']);
  });

  it('ends at its EOE record, and at no other’s', () => {
    const { ended, add } = open();
    add(vector({ serial: 5 }), vector({ serial: 6 }), record('EOE', { serial: 1029 }), record('EOE', { serial: 7 }));
    add(record('EOE', { serial: 5, timeMs: 1001 }));
    expect(ended).toEqual([]);
    add(record('EOE', { serial: 5 }), record('EOE', { serial: 5 }));
    expect(ended).toEqual(['5']);
  });

  it('ends when another one takes its place', () => {
    const { ended, add } = open();
    add(vector({ serial: 1 }), vector({ serial: 1025 }));
    expect(ended).toEqual(['1']);
  });

  it('ends when a later one began two seconds after it, not a moment earlier', () => {
    const { ended, add } = open();
    add(vector({ serial: 1 }), vector({ serial: 2, timeMs: 2999 }));
    expect(ended).toEqual([]);
    add(vector({ serial: 3, timeMs: 3000 }));
    expect(ended).toEqual(['1']);
  });

  it('ends when 1,024 later ones have begun', () => {
    const { ended, add } = open();
    for (let serial = 1; serial <= 1024; serial += 1) add(vector({ serial }));
    expect(ended).toEqual([]);
    // It takes the place of the second, and makes the first one too old.
    add(vector({ serial: 1026 }));
    expect(ended).toEqual(['2', '1']);
    add(record('EOE', { serial: 3 }), vector({ serial: 1027 }));
    expect(ended).toEqual(['2', '1', '3']);
  });

  it('ends with its 128th denial', () => {
    const { ended, add, flush } = open();
    for (let count = 0; count < 127; count += 1) add(vector());
    expect(ended).toHaveLength(0);
    add(vector());
    expect(ended).toHaveLength(128);
    add(vector());
    flush();
    expect(ended).toHaveLength(129);
  });

  it('ends when more than 4 MiB are kept, the oldest first', () => {
    const { ended, add } = open();
    const half = record('CWD', { serial: 1 }, ` cwd="${'x'.repeat(2 * 1024 * 1024 - 7)}"`);
    const place = record('CWD', { serial: 2 }, ` cwd="${'x'.repeat(2 * 1024 * 1024 - 7)}"`);
    add(vector({ serial: 1 }), half, vector({ serial: 2 }), place);
    expect([half.end + place.end, ended]).toEqual([4 * 1024 * 1024, []]);
    add(vector({ serial: 3 }), record('CWD', { serial: 3 }, ' '));
    expect(ended).toEqual(['1']);
    // Its bytes are free again.
    add(vector({ serial: 4 }), record('CWD', { serial: 4 }, ' cwd="/"'));
    expect(ended).toEqual(['1']);
  });

  it('says why a denial cannot be read, and begins nothing', () => {
    const assembler = createAssembler(() => undefined);
    expect(assembler.add(record('AVC', {}, ' avc:  denied'))).toBe('the access vector has no decision and permissions');
    expect(assembler.add(record('AVC', {}, ' avc:  received setenforce notice'))).toBeUndefined();
  });
});

describe('what an event’s other records say', () => {
  const read = (...records: readonly AuditRecord[]): unknown => {
    const events: unknown[] = [];
    const assembler = createAssembler(({ event }) => {
      const { comm, pid, exe, path, syscall } = event;
      events.push({ comm, pid, exe, path, syscall });
    });
    for (const one of records) assembler.add(one);
    assembler.flush();
    return events[0];
  };
  const path = (name: string, inode: number): AuditRecord =>
    record('PATH', {}, ` item=0 name="${name}" inode=${inode} nametype=NORMAL`);
  const place = record('CWD', {}, ' cwd="/root"');

  it('fills what the denial does not hold, from the first of each', () => {
    const bare = vector({}, 'ino=7');
    const others = [call({}, '/bin/first'), call({}, '/bin/second'), place, record('CWD', {}, ' cwd="/other"')];
    const expected = { comm: 'call', pid: 7, exe: '/bin/first', syscall: 'open', path: '/root/x' };
    expect(read(bare, ...others, path('x', 7))).toEqual(expected);
    expect(read(...others, path('x', 7), bare)).toEqual(expected);
    expect(read(vector({}, 'pid=1 ino=7'), ...others)).toMatchObject({ comm: 'call', pid: 1 });
    expect(read(vector({}, 'comm="cat"'), ...others)).toMatchObject({ comm: 'cat', pid: 7 });
    expect(read(vector(), ...others)).toMatchObject({ comm: 'cat', pid: 1, exe: '/bin/first' });
    expect(read(vector(), vector({}, ''), call())).toMatchObject({ comm: 'cat', pid: 1, exe: '/bin/x' });
  });

  it('is of the 128 first paths', () => {
    const many = Array.from({ length: 127 }, (_, index) => path(`/p${index}`, 100 + index));
    expect(read(vector({}, 'ino=7'), ...many, path('/x', 7))).toMatchObject({ path: '/x' });
    expect(read(vector({}, 'ino=7'), ...many, path('/y', 300), path('/x', 7))).toMatchObject({ path: null });
  });

  it('is not about what a user space object manager reports', () => {
    const user = record(
      'USER_AVC',
      {},
      " pid=612 uid=1 msg='avc:  denied  { start } for path=/x scontext=a:b:c:s0 tcontext=a:b:c:s0 tclass=service'",
    );
    expect(read(user, call(), path('/y', 1))).toEqual({
      comm: null,
      pid: null,
      exe: null,
      path: '/x',
      syscall: null,
    });
  });

  it('does not resolve a path against another folder than the working one', () => {
    const at = record('SYSCALL', {}, ' arch=c000003e syscall=257 success=no exit=-13 a0=5 pid=7 comm="c" exe="/x"');
    expect(read(vector({}, 'ino=7'), at, place, path('x', 7))).toMatchObject({ path: 'x', syscall: 'openat' });
  });
});
