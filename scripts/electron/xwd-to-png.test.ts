// SPDX-License-Identifier: Apache-2.0
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { xwdToPng } from './xwd-to-png.ts';

/** A screen of two pixels, red and blue, whose lines have four bytes more than they need. */
function dump(bitsPerPixel: number): Buffer {
  const header = Buffer.alloc(100);
  const fields: readonly (readonly [index: number, value: number])[] = [
    [0, 100],
    [4, 2],
    [5, 1],
    [11, bitsPerPixel],
    [12, 12],
    [19, 1],
  ];
  for (const [index, value] of fields) header.writeUInt32BE(value, index * 4);
  const colours = Buffer.alloc(12);
  const pixels = Buffer.from([0, 0, 255, 0, 255, 0, 0, 0, 9, 9, 9, 9]);
  return Buffer.concat([header, colours, pixels]);
}

test('gives the pixels of the screen, without colour table and padding', () => {
  const png = xwdToPng(dump(32));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2, 1]);
  const length = png.readUInt32BE(33);
  expect(png.subarray(37, 41).toString()).toBe('IDAT');
  expect([...inflateSync(png.subarray(41, 41 + length))]).toEqual([0, 255, 0, 0, 0, 0, 255]);
});

test('takes no screen of another depth', () => {
  expect(() => xwdToPng(dump(16))).toThrow('cannot read a screen with 16 bits for each pixel');
});
