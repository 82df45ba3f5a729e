// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { formatWords, readWords } from './command-line.ts';

it.each([
  [['nginx', '-g', 'daemon off;'], "nginx -g 'daemon off;'"],
  [['sh', '-c', "echo 'one two'"], `sh -c "echo 'one two'"`],
  [['run', '', '--name=$HOME'], "run '' --name=$HOME"],
  [["it's"], `"it's"`],
])('writes %j so that it is read again', (words, line) => {
  expect(formatWords(words)).toBe(line);
  expect(readWords(line)).toEqual(words);
});

it('reads words between any spaces, and none of an empty line', () => {
  expect(readWords('  nginx \t -t ')).toEqual(['nginx', '-t']);
  expect(readWords(' ')).toEqual([]);
});

it('finds a quote that does not end', () => {
  expect(readWords("sh -c 'echo")).toBeUndefined();
});
