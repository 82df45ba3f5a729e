// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import { readRecord } from './read-record.ts';

/** Reads a line that stands in the middle of other bytes. */
function read(line: string, behind = ' audit(1'): unknown {
  const bytes = Buffer.from(`:)${line}${behind}`, 'latin1');
  const result = readRecord(bytes, 2, 2 + Buffer.byteLength(line, 'latin1'));
  if (typeof result !== 'object' || 'broken' in result) return result;
  const { type, timeMs, serial, node, start, end, isInterpreted } = result;
  return { type, timeMs, serial, node, body: bytes.toString('latin1', start, end), isInterpreted };
}

const found = {
  type: 'AVC',
  timeMs: 1_795_533_833_415,
  serial: 1196,
  node: '',
  body: ' x',
  isInterpreted: false,
};
const stamp = 'msg=audit(1795533833.415:1196):';

it.each([
  [`type=AVC ${stamp} x`, found],
  [`type=AVC ${stamp}`, { ...found, body: '' }],
  [`type=1400 ${stamp} x`, found],
  [`type=AVC audit(1795533833.415:1196): x`, found],
  [`node=host1 type=AVC ${stamp} x`, { ...found, node: 'host1' }],
  [`host=host1 type=AVC ${stamp} x`, { ...found, node: 'host1' }],
  [`node= type=AVC ${stamp} x`, found],
  [`type=MAC_CONFIG_CHANGE ${stamp} x`, { ...found, type: 'MAC_CONFIG_CHANGE' }],
  ['type=AVC msg=audit(0.000:0): x', { ...found, timeMs: 0, serial: 0 }],
  [
    'type=AVC msg=audit(999999999999.999:123456789012345): x',
    { ...found, timeMs: 999_999_999_999_999, serial: 123_456_789_012_345 },
  ],
  [`type=USER_LOGIN ${stamp} x`, 'other'],
  [`type=AVCX ${stamp} x`, 'other'],
  [`type=AV ${stamp} x`, 'other'],
  [`type=${'X'.repeat(31)} ${stamp} x`, 'other'],
])('reads %j', (line, expected) => {
  // The line is read twice, because the stamp of the line before is remembered.
  expect([read(line), read(line)]).toEqual([expected, expected]);
});

it.each([
  ['', 'no record type'],
  ['typ', 'no record type'],
  ['typ=AVC', 'no record type'],
  [`node type=AVC ${stamp} x`, 'no record type'],
  [`nodf=a type=AVC ${stamp} x`, 'no record type'],
  [`node=a tipe=AVC ${stamp} x`, 'no record type'],
  ['node=a', 'no record type'],
  ['node=a ', 'no record type'],
  ['type=AVC', 'the line ends within its record type'],
  [`type=${'X'.repeat(33)} ${stamp} x`, 'the line ends within its record type'],
  ['type=AVC ', 'no audit time and serial'],
  ['type=AVC x', 'no audit time and serial'],
  ['type=AVC msg=', 'no audit time and serial'],
  ['type=AVC msg=audit', 'no audit time and serial'],
  ['type=AVC msg=audit(', 'no audit time and serial'],
  ['type=AVC msg=audit(1795533833', 'no audit time and serial'],
  ['type=AVC msg=audit(1795533833.415:1196', 'no audit time and serial'],
  ['type=AVC msg=audit(1795533833.415:1196)', 'no audit time and serial'],
  ['type=AVC msg=audit(1795533833.415:1196) x', 'no audit time and serial'],
  ['type=AVC msg=audit(1795533833.41:1196): x', 'no audit time and serial'],
  ['type=AVC msg=audit(1795533833.4155:1196): x', 'no audit time and serial'],
  ['type=AVC msg=audit(1795533833,415:1196): x', 'no audit time and serial'],
  ['type=AVC msg=audit(1795533833.415;1196): x', 'no audit time and serial'],
  ['type=AVC msg=audit(1795533833.415:1196]: x', 'no audit time and serial'],
  ['type=AVC msg=audit(.415:1196): x', 'no audit time and serial'],
  ['type=AVC msg=audit(1795533833.415:): x', 'no audit time and serial'],
  ['type=AVC msg=audit(1795533833.415:119/): x', 'no audit time and serial'],
  ['type=AVC msg=audit(1795533833.415:119:): x', 'no audit time and serial'],
  ['type=AVC msg=audit(1234567890123.415:1): x', 'no audit time and serial'],
  ['type=AVC msg=audit(1795533833.415:1234567890123456): x', 'no audit time and serial'],
  ['type=AVC msg=audit(13/45/25 12:03:53.415:7) : x', 'no audit time and serial'],
  ['type=AVC msg=audit(x 11/24/25 12:03:53.415:7) : x', 'no audit time and serial'],
])('is broken: %j', (line, broken) => {
  expect([read(line), read(line)]).toEqual([{ broken }, { broken }]);
});

it('reads no stamp beyond the end of its line, though the bytes go on as in the line before', () => {
  read(`type=AVC ${stamp} x`);
  const cut = 'type=AVC msg=audit(1795533833.415:11';
  expect(read(cut, '96): x')).toEqual({ broken: 'no audit time and serial' });
  expect(read('type=A', `VC ${stamp} x`)).toEqual({ broken: 'the line ends within its record type' });
  expect(read('node=a', ` type=AVC ${stamp} x`)).toEqual({ broken: 'no record type' });
});

it('tells a stamp from the one before by its last digit and by its first', () => {
  read(`type=AVC ${stamp} x`);
  expect(read('type=AVC msg=audit(1795533833.415:1197): x')).toMatchObject({ serial: 1197 });
  expect(read('type=AVC msg=audit(2795533833.415:1197): x')).toMatchObject({ timeMs: 2_795_533_833_415 });
  expect(read('type=AVC msg=audit(2795533833.415:119): x')).toMatchObject({ serial: 119 });
});

it('reads the layout of ausearch -i', () => {
  const timeMs = new Date(2025, 10, 24, 12, 3, 53, 415).getTime();
  expect(read('node=h type=AVC msg=audit(11/24/25 12:03:53.415:1196) : x')).toEqual({
    type: 'AVC',
    timeMs,
    serial: 1196,
    node: 'h',
    body: ' x',
    isInterpreted: true,
  });
});
