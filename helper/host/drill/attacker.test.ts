import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseProgramLine } from './attempts.ts';
import { probesOnIt } from './own-probes.ts';
import { probes } from './probe-list.ts';

const program = join(import.meta.dirname, 'programs/attacker.pl');

it('knows every attempt that is not made by a request', () => {
  const known = [...readFileSync(program, 'utf8').matchAll(/^ {4}'([a-z-]+)' => sub/gm)].map(([, name]) => name);
  expect(known.sort()).toEqual([...probes.filter(({ class: probeClass }) => probeClass !== 'web'), ...probesOnIt].map(({ id }) => id).sort());
});

it('says what holds it, then a line for each attempt, then that it has ended', () => {
  const output = execFileSync('perl', [program, 'nobody', 's0', '9', 'file-read', 'no-such-attempt'], { encoding: 'utf8' });
  const [self, ...rest] = output.trimEnd().split('\n').map(parseProgramLine);
  expect(self?.kind).toBe('self');
  expect(rest).toEqual([
    { kind: 'attempt', attempt: { probe: 'file-read', kind: 'refused', errno: 2, call: 'open' } },
    { kind: 'attempt', attempt: { probe: 'no-such-attempt', kind: 'failed', reason: 'the program does not know this attempt' } },
    { kind: 'end' },
  ]);
});

it('is not believed where it says something else', () => {
  expect(['', 'hello', '66696c65\tzz'].map(parseProgramLine)).toEqual([undefined, undefined, undefined]);
});

it('begins in less memory than its container has', () => {
  const output = execFileSync('prlimit', ['--as=134217728', 'perl', program, 'nobody', 's0', '9'], { encoding: 'utf8' });
  expect(output.trimEnd().split('\n').map((line) => parseProgramLine(line)?.kind)).toEqual(['self', 'end']);
});
