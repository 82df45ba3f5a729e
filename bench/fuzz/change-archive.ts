// SPDX-License-Identifier: Apache-2.0
/** Changes a tar archive as an attacker does: fields of its headers, blocks left out or said twice, and noise. */

import { writeSum } from '../../helper/features/archives/fixtures/write-sum.ts';
import { blockBytes } from '../../helper/system/files/tar-blocks.ts';
import type { Random } from '../../helper/server/fixtures/random.ts';

interface Field {
  readonly at: number;
  readonly length: number;
  readonly values: readonly [string, ...string[]];
}

const names = [
  ...['../up', 'a/../../up', '/etc/passwd', '..', '.', '', './', 'etc', 'etc/os-release', 'etc/os-release/below'],
  ...['sbin/below', 'usr/bin/su', 'srv/.wh.usr', '.wh..wh..opq', '.wh.', 'a\u001b[2J', 'a\nb', '\u00ff\u00fe', 'x/'],
] as const;
const numbers = [
  ...['0000000', '7777777', '-000001', '9999999', ' 12 \0', '\u0080\0\0\0\0\0\u0001', '\u00ff\u00ff\u00ff\u00ff', ''],
  ...['\u00c0\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff', '77777777777', '00000000001'],
] as const;
const name: Field = { at: 0, length: 100, values: [...names] };
const types = ['0', '1', '2', '3', '4', '5', '6', '7', '8', 'x', 'X', 'g', 'L', 'K', 'S', 'D', 'V', '\0', 'A'] as const;
const type: Field = { at: 156, length: 1, values: [...types] };
const target: Field = { ...name, at: 157 };
const size: Field = { at: 124, length: 12, values: [...numbers] };
const others: readonly Field[] = [
  ...[100, 108, 116, 329, 337].map((at): Field => ({ ...size, at, length: 8 })),
  { ...size, at: 136 },
  { at: 257, length: 8, values: ['ustar  \0', '\0\0\0\0\0\0\0\0', 'ustar\u000099'] },
  { ...name, at: 345, length: 155 },
];
const records = [
  ...[
    '30 path=../../../../etc/passwd\n',
    '11 path=/a\n',
    '16 linkpath=../\n',
    '20 size=999999999999\n',
    '12 size=-1\n',
  ],
  ...['13 uid=1e308\n', '12 uid=0x10\n', '99 path=a\n', '0 a=b\n', '6 a=b\n6 a=c\n', '26 GNU.sparse.major=1\n', ' =\n'],
  ...['30 SCHILY.xattr.trusted.overlay=y\n', '17 mtime=1.2.3\n', 'x'.repeat(300)],
] as const;

/** Some headers keep the sum that they had, and are found out by it. */
export function changeArchive(archive: Buffer, random: Random): Buffer {
  let changed: Buffer = Buffer.from(archive);
  const times = 1 + Math.floor(random.next() * 3);
  for (let time = 0; time < times; time += 1) changed = changeOnce(changed, random);
  return changed;
}

function changeOnce(archive: Buffer, random: Random): Buffer {
  const header = random.of(headersOf(archive));
  const kind = random.next();
  if (kind < 0.6) return withField(archive, header, random);
  if (kind < 0.75) return withRecords(archive, header, random);
  const end = header + blockBytes * (1 + Math.floor(random.next() * 4));
  if (kind < 0.82) return Buffer.concat([archive.subarray(0, header), archive.subarray(end)]);
  if (kind < 0.89) return Buffer.concat([archive.subarray(0, end), archive.subarray(header)]);
  if (kind < 0.94) return archive.subarray(0, Math.floor(random.next() * archive.length));
  archive[Math.floor(random.next() * archive.length)] = Math.floor(random.next() * 256);
  return archive;
}

function headersOf(archive: Buffer): [number, ...number[]] {
  const found: number[] = [];
  for (let at = 0; at + blockBytes <= archive.length; at += blockBytes)
    if (archive.toString('latin1', at + 257, at + 262) === 'ustar') found.push(at);
  return [found.shift() ?? 0, ...found];
}

/** Changes one field of the header to one of the values that it has for attackers. */
function withField(archive: Buffer, header: number, random: Random): Buffer {
  const field = random.of([name, type, target, size, random.of([name, ...others])]);
  const value = random.of(field.values);
  if (header + blockBytes > archive.length) return archive;
  archive.fill(0, header + field.at, header + field.at + field.length);
  archive.write(value.slice(0, field.length), header + field.at, 'latin1');
  if (random.next() < 0.9) writeSum(archive.subarray(header, header + blockBytes));
  return archive;
}

/** Puts an extended header before an entry; its own header is that of the entry, of another type. */
function withRecords(archive: Buffer, header: number, random: Random): Buffer {
  const text = random.of(records);
  const block = Buffer.alloc(blockBytes);
  archive.copy(block, 0, header, header + blockBytes);
  block.write(random.of(['x', 'x', 'x', 'g', 'L', 'K']), 156, 'latin1');
  block.write(text.length.toString(8).padStart(11, '0'), 124, 'latin1');
  writeSum(block);
  const body = Buffer.alloc(blockBytes);
  body.write(text, 'latin1');
  return Buffer.concat([archive.subarray(0, header), block, body, archive.subarray(header)]);
}
