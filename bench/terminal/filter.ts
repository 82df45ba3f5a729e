// SPDX-License-Identifier: Apache-2.0
/**
 * How fast the command line's filter of control sequences is: colourful output, plain text, and one sequence after
 * another, in pieces as they come from the helper.
 *
 *     npx tsx bench/terminal/filter.ts [MEGABYTES]
 */

import { createSequenceFilter } from '../../cli/terminal/sequence-filter.ts';

const megabytes = Number(process.argv[2] ?? 32);
const pieceLength = 16_384;

const kinds: readonly (readonly [string, string])[] = [
  ['plain text', 'y\r\n'.repeat(100)],
  [
    'ls --color',
    '\x1b[0m\x1b[01;34mfolder\x1b[0m  \x1b[01;32mprogram-of-some-length\x1b[0m  a-file-without-colour.txt\r\n'.repeat(
      20,
    ),
  ],
  ['sequences alone', '\x1b[1;31m\x1b[K\x1b[10;20H\x1b(B'.repeat(50)],
  ['denied ones alone', '\x1b]52;c;ZXZpbA==\x07'.repeat(50)],
];

for (const [name, unit] of kinds) {
  const piece = unit.repeat(Math.ceil(pieceLength / unit.length)).slice(0, pieceLength);
  const count = (megabytes * 2 ** 20) / pieceLength;
  const { filter } = createSequenceFilter();
  const begin = performance.now();
  let passed = 0;
  for (let index = 0; index < count; index += 1) passed += filter(piece).length;
  const seconds = (performance.now() - begin) / 1000;
  console.log(
    `${name}: ${(megabytes / seconds).toFixed(0)} MB/s (${((100 * passed) / (count * pieceLength)).toFixed(0)} % passed)`,
  );
}
