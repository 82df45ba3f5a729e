// SPDX-License-Identifier: Apache-2.0
/** What the judge of the drill shows for its verdict, attempt by attempt. */

import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import { type Attempt, parseProgramLine } from './attempts.ts';
import { absent, judge, notRun, recordText, type AttemptFacts } from './judge.ts';
import type { Attemptable } from '../probes/probe.ts';

const facts: AttemptFacts = {
  self: { context: 'c', capabilities: 0b10n, seccomp: '2' },
  denials: [],
  secret: 'secret-1',
  deniedCalls: new Map([['bpf', constants.errno.EPERM]]),
  idBase: 100_000,
  counted: undefined,
  harm: undefined,
  silentDenial: undefined,
  fullLayer: undefined,
};

type Errno = keyof typeof constants.errno;
const denied = (errno: Errno | number): Attempt => ({
  probe: 'p',
  kind: 'denied',
  call: 'call',
  errno: typeof errno === 'number' ? errno : constants.errno[errno],
});
const done = (caught: string): Attempt => ({ probe: 'p', kind: 'done', caught });

function seen(
  probe: Partial<Attemptable>,
  attempt: Attempt,
  changes: Partial<AttemptFacts> = {},
): readonly [string, readonly string[], readonly string[]] {
  const cell = judge({ id: 'p', breach: 'success', ...probe }, attempt, { ...facts, ...changes });
  return [cell.outcome, cell.blockedBy, cell.evidence];
}

it('of an attempt that was not made', () => {
  expect(notRun('why')).toEqual({ outcome: 'not-run', evidence: ['why'], blockedBy: [], denials: [] });
  expect(absent('why')).toEqual({ ...notRun('why'), isAbsent: true });
  expect(judge({ id: 'p', breach: 'success' }, undefined, facts)).toEqual(
    notRun('the program ended before this attempt'),
  );
});

describe('of an attempt that was possible', () => {
  it('is what it caught, in printable letters, cut to 400', () => {
    expect(seen({}, done('a\u0000\nb '))).toEqual(['breached', [], ['nothing blocked it: a b']]);
    expect(seen({}, done('x'.repeat(500)))[2].map(({ length }) => length)).toEqual([400]);
    expect(seen({ breach: 'secret' }, done('it is secret-1'))).toEqual([
      ...['breached', [], ['it got the secret: it is secret-1']],
    ]);
    expect(seen({ breach: 'secret' }, done('empty'))).toEqual([
      ...['not-run', [], ['nothing blocked it, and it found no secret: empty']],
    ]);
  });

  it('is what the host sees', () => {
    const harm = { isDone: true, words: 'changed' };
    expect(seen({ breach: 'harm' }, done('ok'), { harm })).toEqual(['breached', [], ['changed', 'ok']]);
    expect(seen({}, denied('EPERM'), { harm })).toEqual(['breached', [], ['changed']]);
    const unharmed = { harm: { isDone: false, words: 'as it was' } };
    expect(seen({ breach: 'harm', heldBy: 'kernel' }, done('ok'), unharmed)).toEqual([
      ...['blocked', ['kernel'], ['ok', 'as it was']],
    ]);
    expect(seen({ breach: 'harm' }, done('ok'), unharmed)).toEqual(['not-run', [], ['ok', 'as it was']]);
    expect(seen({ breach: 'harm', heldBy: 'kernel' }, done('ok'))).toEqual(['not-run', [], ['ok']]);
    expect(seen({}, done('ok'), unharmed)).toEqual(['breached', [], ['nothing blocked it: ok', 'as it was']]);
  });

  it('is the counter, where a limit is to hold it', () => {
    const counter = { counter: 'pids.events max' };
    expect(seen(counter, done('ok'), { counted: 2 })).toEqual([
      ...['blocked', ['cgroup'], ['ok', 'pids.events max rose by 2']],
    ]);
    for (const counted of [0, undefined])
      expect(seen(counter, done('ok'), { counted })).toEqual(['breached', [], ['nothing blocked it: ok']]);
    expect(seen(counter, denied('EPERM'), { counted: 0 })).toEqual([
      ...['not-run', [], ['call: EPERM', 'pids.events max did not rise']],
    ]);
    expect(seen({}, done('ok'), { counted: 2 })[0]).toBe('breached');
  });
});

describe('of an attempt that was denied', () => {
  const harm = { isDone: false, words: 'as it was' };

  it('is the error, and what of it shows a layer', () => {
    const root = 'its root is uid 100000 of the host, and has its powers within its own user namespace only';
    expect(seen({}, denied('EPERM'), { harm })).toEqual([
      ...['blocked', ['user-namespace'], ['call: EPERM', 'as it was', root]],
    ]);
    expect(seen({}, denied('EACCES'))).toEqual([
      'blocked',
      ['user-namespace'],
      ['call: EACCES', "its root is uid 100000 of the host, and the object is another's"],
    ]);
    expect(seen({}, denied('EROFS'))).toEqual([
      ...['not-run', [], ['call: EROFS, which shows nothing about the isolation']],
    ]);
    expect(seen({ denials: ['EROFS'] }, denied('EROFS'))).toEqual([
      ...['blocked', ['mounts'], ['call: EROFS', 'it is mounted read-only']],
    ]);
    expect(seen({ denials: ['ENOENT'] }, denied('ENOENT'))).toEqual([
      ...['blocked', ['namespaces'], ['call: ENOENT', 'in its namespaces there is no such thing']],
    ]);
    expect(seen({}, denied(9999))).toEqual([
      ...['not-run', [], ['call: error 9999, which shows nothing about the isolation']],
    ]);
    expect(seen({ denials: ['EAGAIN'] }, denied('EAGAIN'))[2][0]).toBe('call: EAGAIN');
  });

  it('is the filter, where the profile denies the call and one is on', () => {
    const probe = { systemCall: 'bpf' };
    expect(seen(probe, denied('EPERM'))).toEqual([
      ...['blocked', ['seccomp'], ['call: EPERM', 'a filter is on (Seccomp: 2), and the profile denies bpf']],
    ]);
    expect(seen(probe, denied('EPERM'), { self: { ...facts.self, seccomp: '0' } })[1]).toEqual(['user-namespace']);
    expect(seen({ systemCall: 'perf_event_open' }, denied('EPERM'))[1]).toEqual(['user-namespace']);
    expect(seen(probe, denied('EACCES'))[1]).toEqual(['user-namespace']);
  });

  it('is the capability that its root lacks, by its number', () => {
    const lacking = { capability: { name: 'CAP_X', number: 2 } };
    expect(seen(lacking, denied('EPERM'))).toEqual([
      ...['blocked', ['capabilities'], ['call: EPERM', 'its root lacks CAP_X, even within its own user namespace']],
    ]);
    expect(seen({ capability: { name: 'CAP_Y', number: 1 } }, denied('EPERM'))).toEqual([
      'blocked',
      ['user-namespace'],
      ['call: EPERM', 'its root is uid 100000 of the host, and has CAP_Y within its own user namespace only'],
    ]);
  });

  it('is what one layer alone gives, but for the filter', () => {
    const probe = { systemCall: 'bpf', deniedBy: { EPERM: { layer: 'kernel', words: 'a setting' } } } as const;
    expect(seen(probe, denied('EPERM'))[1]).toEqual(['seccomp']);
    expect(seen(probe, denied('EPERM'), { deniedCalls: new Map() })).toEqual([
      ...['blocked', ['kernel'], ['call: EPERM', 'a setting']],
    ]);
    const access = { systemCall: 'bpf', deniedBy: { EACCES: { layer: 'kernel', words: 'a setting' } } } as const;
    expect(seen(access, denied('EACCES'))[1]).toEqual(['kernel']);
    const ofIncus = { deniedCalls: new Map([['bpf', constants.errno.ENOSYS]]) };
    expect(seen({ systemCall: 'bpf' }, denied('ENOSYS'), ofIncus)).toEqual([
      ...['blocked', ['seccomp'], ['call: ENOSYS', 'a filter is on (Seccomp: 2), and the profile denies bpf']],
    ]);
    expect(seen({ systemCall: 'bpf' }, denied('ENOSYS'))[0]).toBe('not-run');
    expect(seen(probe, denied('EPERM'), ofIncus)[1]).toEqual(['kernel']);
    const other = { deniedBy: { ENOSYS: { layer: 'kernel', words: 'none' } } } as const;
    expect(seen(other, denied('ENOSYS'))).toEqual(['blocked', ['kernel'], ['call: ENOSYS', 'none']]);
    expect(seen(other, denied('ENODEV'))[0]).toBe('not-run');
  });

  it('is what comes behind the check, or is not there', () => {
    expect(seen({ reached: ['EINVAL'] }, denied('EINVAL'))).toEqual([
      ...['breached', [], ['call: EINVAL, which comes after the check was passed']],
    ]);
    const cell = judge({ id: 'p', breach: 'success', absentBy: { ENOSYS: 'none' } }, denied('ENOSYS'), facts);
    expect(cell).toEqual(absent('call: ENOSYS, none'));
  });

  it('is the kernel’s decision, or a full layer, where the error does not show it', () => {
    const silent = { silent: { class: 'system', permission: 'module_request' } };
    expect(seen(silent, denied('EPERM'), { silentDenial: 'the kernel denies it' })).toEqual([
      ...['blocked', ['selinux'], ['call: EPERM', 'the kernel denies it']],
    ]);
    expect(seen(silent, denied('EPERM'))).toEqual(['not-run', [], ['call: EPERM']]);
    // After another error, and of an attempt that came to nothing, what else is known counts.
    const namespace = { silent: { class: 'user_namespace', permission: 'create', error: 'EACCES' } };
    const decided = { silentDenial: 'the kernel denies it' };
    expect(seen(namespace, denied('EACCES'), decided)[1]).toEqual(['selinux']);
    expect(seen(namespace, denied('EACCES'))).toEqual(['not-run', [], ['call: EACCES']]);
    expect(seen(namespace, denied('EPERM'), decided)[1]).toEqual(['user-namespace']);
    const held: Attempt = { probe: 'p', kind: 'held', call: 'copy', words: 'no more' };
    expect(seen({ ...namespace, heldBy: 'kernel' }, held)[1]).toEqual(['kernel']);
    const disk = { watch: 'disk', denials: ['ENOSPC'] } as const;
    expect(seen(disk, denied('ENOSPC'), { fullLayer: 'it was full' })).toEqual([
      ...['blocked', ['quota'], ['call: ENOSPC', 'it was full']],
    ]);
    expect(seen(disk, denied('ENOSPC'))).toEqual(['not-run', [], ['call: ENOSPC']]);
    expect(seen({ watch: 'vsock' }, denied('EPERM'))[1]).toEqual(['user-namespace']);
  });
});

it('of an attempt that came to nothing, or was killed', () => {
  const held: Attempt = { probe: 'p', kind: 'held', call: 'open', words: 'a copy' };
  expect(seen({ heldBy: 'kernel' }, held)).toEqual(['blocked', ['kernel'], ['open: a copy']]);
  expect(seen({}, held)).toEqual(['not-run', [], ['open: a copy']]);
  const killed = (signal: number): Attempt => ({ probe: 'p', kind: 'killed', signal });
  const counter = { counter: 'memory.events oom_kill' };
  expect(seen(counter, killed(9), { counted: 1 })).toEqual([
    ...['blocked', ['cgroup'], ['the kernel killed it', 'memory.events oom_kill rose by 1']],
  ]);
  expect(seen(counter, killed(9), { counted: 0 })).toEqual(['not-run', [], ['signal 9 ended it']]);
  expect(seen(counter, killed(9))).toEqual(['not-run', [], ['signal 9 ended it']]);
  expect(seen(counter, killed(14), { counted: 1 })).toEqual(['not-run', [], ['signal 14 ended it']]);
  expect(seen({}, { probe: 'p', kind: 'failed', reason: 'why' })).toEqual(['not-run', [], ['why']]);
});

describe('a record', () => {
  const context = { user: 'u', role: 'r', type: 't', level: 's0' };
  const event: DenialEvent = {
    time: 1.5,
    serial: 7,
    record: 'AVC',
    decision: 'denied',
    permissive: false,
    permissions: ['read', 'open'],
    source: context,
    target: context,
    class: 'file',
    comm: 'cat',
    pid: 1,
    exe: null,
    path: null,
    name: null,
    inode: null,
    port: null,
    syscall: null,
    success: null,
    container: null,
  };

  it('is written as the kernel writes one', () => {
    const around = (object: string): string =>
      `AVC audit(1.500:7): denied { read open } comm="cat"${object} scontext=u:r:t:s0 tcontext=u:r:t:s0 tclass=file permissive=0`;
    expect(recordText(event)).toBe(around(''));
    expect(recordText({ ...event, name: 'a"b' })).toBe(around(' name="a\\"b"'));
    expect(recordText({ ...event, name: 'x', path: '/x' })).toBe(around(' path="/x"'));
    const empty = { comm: null, source: null, target: null, class: null, permissive: true };
    expect(recordText({ ...event, ...empty })).toBe(
      'AVC audit(1.500:7): denied { read open } comm="" scontext=? tcontext=? tclass=? permissive=1',
    );
    expect(recordText({ ...event, permissive: null })).toContain('permissive=0');
  });

  it('names SELinux when it denied, and once where many are alike', () => {
    const blocked = ['blocked', ['selinux']];
    expect(seen({}, denied('EACCES'), { denials: [event] }).slice(0, 2)).toEqual(blocked);
    for (const change of [{ permissive: true }, { permissive: null }, { decision: 'granted' }] as const)
      expect(seen({}, denied('EACCES'), { denials: [{ ...event, ...change }] })[1]).toEqual(['user-namespace']);
    const two = [event, { ...event, serial: 8 }, event];
    const cell = judge({ id: 'p', breach: 'success' }, denied('EACCES'), { ...facts, denials: two });
    expect(cell.denials).toEqual(['1.500:7', '1.500:8']);
    expect(cell.evidence).toEqual(['call: EACCES', `${recordText(event)}, and 2 more alike`]);
    expect(seen({}, denied('EACCES'), { denials: [event] })[2]).toEqual(['call: EACCES', recordText(event)]);
  });
});

describe('a line of the program', () => {
  const hex = (...fields: readonly string[]): string =>
    fields.map((field) => Buffer.from(field, 'latin1').toString('hex')).join('\t');
  const attempt = (...fields: readonly string[]): unknown => parseProgramLine(hex('p', ...fields));

  it('is an attempt, what holds the program, or the end', () => {
    expect(parseProgramLine(` ${hex('end')}\n`)).toEqual({ kind: 'end' });
    expect(parseProgramLine(hex('self', 'a:b:c:s0', '1f', 'x', '2'))).toEqual({
      kind: 'self',
      self: { context: 'a:b:c:s0', capabilities: 0x1fn, seccomp: '2' },
    });
    expect(parseProgramLine(hex('self', 'c', '0x1f'))).toMatchObject({ self: { capabilities: 0n, seccomp: '' } });
    expect(parseProgramLine(hex('self', 'c', '1fz'))).toMatchObject({ self: { capabilities: 0n } });
    expect(attempt('done', '0', '', 'caught')).toEqual({
      kind: 'attempt',
      attempt: { probe: 'p', kind: 'done', caught: 'caught' },
    });
    expect(attempt('denied', '13', 'open')).toMatchObject({ attempt: { kind: 'denied', errno: 13, call: 'open' } });
    expect(attempt('held', '0', 'open', 'w')).toMatchObject({ attempt: { kind: 'held', call: 'open', words: 'w' } });
    expect(attempt('killed', '9')).toMatchObject({ attempt: { kind: 'killed', signal: 9 } });
    expect(attempt('failed', '0', '', 'why')).toMatchObject({ attempt: { kind: 'failed', reason: 'why' } });
    expect(attempt('unknown')).toMatchObject({
      attempt: { kind: 'failed', reason: 'the program does not know this attempt' },
    });
  });

  it('is none where it is no hex, or says something else', () => {
    expect(['xy', '616', `${hex('end')}6`, `${hex('end')}\tzz`, 'FF'].map(parseProgramLine)).toEqual([
      ...[undefined, undefined, undefined, undefined, undefined],
    ]);
    expect([attempt('else'), parseProgramLine('')]).toEqual([undefined, undefined]);
  });
});
