// SPDX-License-Identifier: Apache-2.0
/**
 * The form of a block of points in the database: values as 32-bit numbers, rounded to one part in 8192, their bytes
 * sorted by weight and compressed. Columns that were never measured take no space.
 */

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Points, usageWidth } from './points.ts';

interface BlockGrid {
  readonly start: number;
  readonly step: number;
}

const version = 1;
const headBytes = 8;
/** The fourth, of least weight, is 0 after rounding. */
const bytesOfNumber = 3;
/** Far more than a block has. */
const maxPoints = 1000;
/** Keeps 12 bits of the fraction. */
const dropped = 0x7ff;
const half = 0x400;

export function encodeBlock({ length, min, mean, max }: Points): Buffer {
  const rows = min === mean ? [mean] : [min, mean, max];
  const columns = Array.from({ length: usageWidth }, (_, column) => column).filter((column) =>
    isMeasured(mean, column, length),
  );
  const head = Buffer.alloc(headBytes);
  head.writeUInt8(version, 0);
  head.writeUInt8(rows.length, 1);
  head.writeUInt16LE(length, 2);
  head.writeUInt32LE(
    columns.reduce((mask, column) => mask + 2 ** column, 0),
    4,
  );
  const count = rows.length * columns.length * length;
  const bytes = new Uint8Array(count * bytesOfNumber);
  let at = 0;
  for (const row of rows) {
    const bits = new Uint32Array(row.buffer, row.byteOffset, row.length);
    for (const column of columns) {
      for (let point = 0; point < length; point += 1) {
        const value = ((bits[column * length + point] ?? 0) + half) & ~dropped;
        bytes[at] = value >>> 8;
        bytes[count + at] = value >>> 16;
        bytes[2 * count + at] = value >>> 24;
        at += 1;
      }
    }
  }
  return Buffer.concat([head, deflateRawSync(bytes, { level: 1 })]);
}

/** Only the columns with these numbers, or all. Raises on bytes that are not of this form. */
export function decodeBlock(block: Buffer, { start, step }: BlockGrid, wanted?: ReadonlySet<number>): Points {
  const [form, rowCount, length, mask] = [
    block.readUInt8(0),
    block.readUInt8(1),
    block.readUInt16LE(2),
    block.readUInt32LE(4),
  ];
  if (form !== version || (rowCount !== 1 && rowCount !== 3) || length > maxPoints || mask >= 2 ** usageWidth)
    throw new Error('cannot read a block of the history: it has another form');
  const columns = Array.from({ length: usageWidth }, (_, column) => column).filter(
    (column) => Math.floor(mask / 2 ** column) % 2 === 1,
  );
  const count = rowCount * columns.length * length;
  const bytes = inflateRawSync(block.subarray(headBytes), { maxOutputLength: Math.max(1, count * bytesOfNumber) });
  if (bytes.length !== count * bytesOfNumber)
    throw new Error('cannot read a block of the history: it is not as long as it says');
  let at = 0;
  const [first, ...further] = Array.from({ length: rowCount }, () => {
    const row = new Float32Array(usageWidth * length).fill(Number.NaN);
    const bits = new Uint32Array(row.buffer);
    for (const column of columns) {
      if (wanted?.has(column) === false) {
        at += length;
        continue;
      }
      for (let point = 0; point < length; point += 1) {
        bits[column * length + point] =
          ((bytes[at] ?? 0) << 8) | ((bytes[count + at] ?? 0) << 16) | ((bytes[2 * count + at] ?? 0) << 24);
        at += 1;
      }
    }
    return row;
  });
  const min = first ?? new Float32Array();
  return { start, step, length, min, mean: further[0] ?? min, max: further[1] ?? min };
}

function isMeasured(values: Float32Array, column: number, length: number): boolean {
  for (let point = column * length; point < (column + 1) * length; point += 1)
    if (!Number.isNaN(values[point] ?? Number.NaN)) return true;
  return false;
}
