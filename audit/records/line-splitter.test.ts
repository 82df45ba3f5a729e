// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import { createLineSplitter, longestLine } from './line-splitter.ts';

const overlong = 'too long';

/** The lines of these chunks, long ones by their length. */
function linesOf(...chunks: readonly string[]): readonly string[] {
  const lines: string[] = [];
  const splitter = createLineSplitter({
    onLine: (bytes, start, end) => {
      const line = bytes.toString('latin1', start, end);
      lines.push(line.length > 100 ? `${line.length} long` : line);
    },
    onOverlong: () => lines.push(overlong),
  });
  for (const chunk of chunks) {
    const bytes = Buffer.from(chunk, 'latin1');
    splitter.push(bytes);
    // The chunk is the reader's again.
    bytes.fill(0x21);
  }
  splitter.end();
  return lines;
}

it('cuts lines wherever the chunks are cut', () => {
  expect(linesOf('a\nb', 'c\n', '\nd', '', 'e', 'f')).toEqual(['a', 'bc', '', 'def']);
  expect(linesOf('a', '\n', '\n')).toEqual(['a', '']);
  expect(linesOf('')).toEqual([]);
});

it('takes lines of the greatest length, and names each that is longer, once', () => {
  const long = 'x'.repeat(longestLine);
  expect(linesOf(`${long}\n${long}y\nz\n`)).toEqual([`${longestLine} long`, overlong, 'z']);
  expect(linesOf(long, '\n', long, 'y', 'y\nz\n')).toEqual([`${longestLine} long`, overlong, 'z']);
  expect(linesOf(`${long}y`)).toEqual([overlong]);
  expect(linesOf(long)).toEqual([`${longestLine} long`]);
  expect(linesOf(`${long}y`, 'x'.repeat(10), '\na', 'b\n')).toEqual([overlong, 'ab']);
});
