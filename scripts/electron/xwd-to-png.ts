// SPDX-License-Identifier: Apache-2.0
/** Turns the screen that Xvfb keeps in its memory file (an X window dump) into a PNG picture. */

import { crc32, deflateSync } from 'node:zlib';

const bitsPerPixel = 32;

/** Takes a dump of a 24-bit screen in little-endian order, as Xvfb writes it. */
export function xwdToPng(dump: Buffer): Buffer {
  const field = (index: number): number => dump.readUInt32BE(index * 4);
  const [headerSize, width, height, bytesPerLine, colours] = [field(0), field(4), field(5), field(12), field(19)];
  if (field(11) !== bitsPerPixel) throw new Error(`cannot read a screen with ${field(11)} bits for each pixel`);
  const pixels = dump.subarray(headerSize + colours * 12);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0, to = 0; y < height; y += 1) {
    rows[to++] = 0;
    for (let x = 0, from = y * bytesPerLine; x < width; x += 1, from += 4) {
      rows[to++] = pixels.readUInt8(from + 2);
      rows[to++] = pixels.readUInt8(from + 1);
      rows[to++] = pixels.readUInt8(from);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8 + body.byteLength);
  frame.writeUInt32BE(data.byteLength, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), 4 + body.byteLength);
  return frame;
}
