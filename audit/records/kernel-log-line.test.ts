// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import { readForeignLine } from './journal-or-syslog-line.ts';
import { kernelMessageStart } from './kernel-log-line.ts';

const message = 'audit: type=1400 audit(1795533833.415:7): avc:  denied  { read }';

it.each([
  '',
  '[   12.345678] ',
  '<5>[   12.345678] ',
  '[   12.345678][    T1] ',
  '[   12.345678][ C12] ',
  '[Mon Nov 24 12:03:53 2025] ',
  'kern  :notice: [   12.345678] ',
  '2025-11-24T12:03:53,415+01:00 ',
  '2025-11-24T12:03:53.415Z ',
  '<7>2025-11-24T12:03:53.415 ',
  'Nov 24 12:03:53 host kernel: ',
  'Nov  4 12:03:53.415 host kernel: [   12.345678] ',
  '<5>1 2025-11-24T12:03:53.415+01:00 host-1.example kernel: ',
  'Mon 2025-11-24 12:03:53 CET host kernel: ',
  '1795533833.415 host kernel: ',
  '[   12.345678] host kernel: ',
  'Nov 24 12:03:53 host kernel[0]: ',
])('finds the message behind %j', (prefix) => {
  const line = `${prefix}${message}`;
  expect(line.slice(kernelMessageStart(line))).toBe(message);
});

it('takes what auditd’s own daemon logs for a message', () => {
  const line = `Nov 24 12:03:53 host audit[7]: ${message}`;
  expect(line.slice(kernelMessageStart(line))).toBe(message);
});

it.each([
  ['a program, by its tag', `Nov 24 12:03:53 host cat[7]: ${message}`],
  ['a program, that names the kernel in its text', `Nov 24 12:03:53 host cat[7]: kernel: ${message}`],
  ['a program that wrote to /dev/kmsg', `<12>[   12.345678] ${message}`],
  ['the same, in words', `user  :notice: [   12.345678] ${message}`],
])('gives nothing of %s', (_, line) => {
  expect(kernelMessageStart(line)).toBe(line.length);
});

it.each(['kern', 'x 12', 'type=AVC', '-- Boot 7 --', `<5>${message}`, `kern  :notice: ${message}`])(
  'knows no log of a kernel in %j',
  (line) => {
    expect(kernelMessageStart(line)).toBeUndefined();
  },
);

const read = (line: string): unknown => {
  const bytes = Buffer.from(`..${line}..`, 'latin1');
  const result = readForeignLine(bytes, 2, bytes.length - 2);
  return typeof result === 'object' && 'type' in result
    ? `${result.type} ${result.serial}${result.bytes.toString('latin1', result.start, result.end)}`
    : result;
};

it.each([
  [`[ 12.345678] ${message}`, 'AVC 7 avc:  denied  { read }'],
  ['type=1400 msg=audit(1795533833.415:7): x', 'AVC 7 x'],
  ['Nov 24 12:03:53 host kernel: usb 1-1: new', 'other'],
  ['Nov 24 12:03:53 host kernel: audit: backlog limit exceeded', 'other'],
  ['', 'other'],
  ['   ', 'other'],
  ['----', 'other'],
  ['time->Mon Nov 24 12:03:53 2025', 'other'],
  ['-----', { broken: 'not an audit record' }],
  ['x ----', { broken: 'not an audit record' }],
  ['hello', { broken: 'not an audit record' }],
  ['{', { broken: 'not a JSON object' }],
  [
    'Nov 24 12:03:53 host audit[7]: AVC avc:  denied  { read }',
    { broken: 'journal text has no audit serial; use journalctl -o json' },
  ],
  [
    'Nov 24 12:03:53 host audit[7]: USER_AVC avc:  denied  { read }',
    { broken: 'journal text has no audit serial; use journalctl -o json' },
  ],
  [
    'Nov 24 12:03:53 host audit[7]: SELINUX_ERR op=x',
    { broken: 'journal text has no audit serial; use journalctl -o json' },
  ],
  ['Nov 24 12:03:53 host audit[7]: SYSCALL arch=c000003e', 'other'],
])('reads the line %j', (line, expected) => {
  expect(read(line)).toEqual(expected);
});
