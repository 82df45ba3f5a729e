// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { closeOnExecAll, openInheritableMemory } from '../../system/native/native.ts';
import { parseProgramLine } from './judge/attempts.ts';
import { probesOnIt } from './probes/own-probes.ts';
import { probes } from './probes/probe-list.ts';
import { linkedStart } from './probes/start-probes.ts';
import { readPrograms } from './run/programs.ts';
import { surfaceAcross } from './probes/member-probes.ts';
import { surfaceProbes } from './probes/surface-probes.ts';

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-attacker-'));
const program = join(folder, 'attacker.pl');
writeFileSync(program, readPrograms(join(import.meta.dirname, 'programs')).attacker);
afterAll(() => rmSync(folder, { recursive: true }));

/** The program's output for these attempts, made here. */
function attemptsOf(...names: readonly string[]): readonly unknown[] {
  const output = execFileSync('perl', [program, 'nobody', 's0', '9', '0', '', '127.0.0.1', ...names], {
    encoding: 'utf8',
  });
  return output
    .trimEnd()
    .split('\n')
    .map(parseProgramLine)
    .flatMap((said) => (said?.kind === 'attempt' ? [said.attempt] : []));
}

it('knows every attempt that is not made by a request', () => {
  const known = [...readFileSync(program, 'utf8').matchAll(/^ {4}'([a-z-]+)' => sub/gm)].map(([, name]) => name);
  expect(known.sort()).toEqual(
    [
      ...probes.filter(({ id, class: probeClass }) => probeClass !== 'web' && id !== linkedStart),
      ...probesOnIt,
      ...surfaceProbes,
      ...surfaceAcross,
    ]
      .map(({ id }) => id)
      .sort(),
  );
});

it('says what holds it, then a line for each attempt, then that it has ended', () => {
  const output = execFileSync(
    'perl',
    [program, 'nobody', 's0', '9', '0', '', '127.0.0.1', 'file-read', 'no-such-attempt'],
    {
      encoding: 'utf8',
    },
  );
  const [self, ...rest] = output.trimEnd().split('\n').map(parseProgramLine);
  expect(self?.kind).toBe('self');
  expect(rest).toEqual([
    { kind: 'attempt', attempt: { probe: 'file-read', kind: 'denied', errno: 2, call: 'open' } },
    {
      kind: 'attempt',
      attempt: { probe: 'no-such-attempt', kind: 'failed', reason: 'the program does not know this attempt' },
    },
    { kind: 'end' },
  ]);
});

it('is not believed where it says something else', () => {
  expect(['', 'hello', '66696c65\tzz'].map(parseProgramLine)).toEqual([undefined, undefined, undefined]);
});

it('begins in less memory than its container has', () => {
  const output = execFileSync(
    'prlimit',
    ['--as=134217728', 'perl', program, 'nobody', 's0', '9', '0', '', '127.0.0.1'],
    {
      encoding: 'utf8',
    },
  );
  expect(
    output
      .trimEnd()
      .split('\n')
      .map((line) => parseProgramLine(line)?.kind),
  ).toEqual(['self', 'end']);
});

it('tells a descriptor that was left open to it by where it leads, and its own from it', () => {
  const given = execFileSync(
    'sh',
    [
      '-c',
      'exec 7</etc/hostname; exec perl "$@"',
      'sh',
      program,
      'nobody',
      's0',
      '9',
      '0',
      '',
      '127.0.0.1',
      'attach-fds',
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], cwd: '/' },
  );
  const said = given
    .trimEnd()
    .split('\n')
    .map(parseProgramLine)
    .find((line) => line?.kind === 'attempt');
  expect(said).toMatchObject({
    attempt: { probe: 'attach-fds', kind: 'done', caught: expect.stringContaining('7 -> /etc/hostname') as string },
  });
});

it('is shown what the helper leaves open on purpose, unless all is closed before it begins', () => {
  const fd = openInheritableMemory('drill-canary');
  const leak = expect.stringContaining('/memfd:drill-canary') as string;
  try {
    expect(attemptsOf('attach-fds')).toMatchObject([{ kind: 'done', caught: leak }]);
    closeOnExecAll();
    expect(attemptsOf('attach-fds')).not.toMatchObject([{ caught: leak }]);
  } finally {
    closeSync(fd);
  }
});

it('takes no more of a disk than twice its limit, and leaves no file', () => {
  const left = (): readonly string[] => readdirSync('/var/tmp').filter((name) => name.startsWith('drill-disk-'));
  expect(attemptsOf('limit-disk')).toEqual([{ probe: 'limit-disk', kind: 'done', caught: 'took 256 MiB' }]);
  expect(left()).toEqual([]);
});

it('reads what shows the load of the host, and says where it is from', () => {
  const read = expect.stringMatching(/^read \/proc\/\w+, read /) as string;
  expect(attemptsOf('kernel-load')).toMatchObject([{ kind: 'done', caught: read }]);
});

it.runIf(process.getuid?.() === 0)('takes nothing of what containers share where it has no network', () => {
  const names = ['net-neigh-set', 'net-leases', 'net-connections'];
  const output = execFileSync('unshare', ['--net', 'perl', program, 'nobody', 's0', '9', '0', '', '', ...names], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const made = output.split('\n').map(parseProgramLine);
  const ended = { kind: 'denied', errno: constants.errno.ENODEV, call: 'ioctl' };
  expect(made.flatMap((said) => (said?.kind === 'attempt' ? [said.attempt] : []))).toEqual([
    { probe: 'net-neigh-set', kind: 'denied', errno: constants.errno.ENOENT, call: 'open' },
    ...[
      { probe: 'net-leases', ...ended },
      { probe: 'net-connections', ...ended },
    ],
  ]);
});

it('finds the page of a file as it was after a write to the pipe that holds it', () => {
  expect(attemptsOf('pipe-page')).toMatchObject([
    { probe: 'pipe-page', kind: 'held', call: 'write to a pipe', words: 'the page of the file is as it was' },
  ]);
});
