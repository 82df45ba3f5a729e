// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  chooseRange,
  containersThatFit,
  idMappingsOf,
  type IdRange,
  idsPerContainer,
  rangeOfIdmap,
  rangesOfRoot,
  readSubidFile,
} from './id-ranges.ts';
import { parseConfiguration } from './configuration-file.ts';

const root = [{ base: 100_000, count: 10 * idsPerContainer }];

test("only root's ranges of subuid are root's", () => {
  expect(
    rangesOfRoot(
      'operator:100000:65536\nroot:200000:65536\n\n0:400000:10\nrooty:1:2\nroot:x:1\nchroot:3:4\nroot:5:6:7\n',
    ),
  ).toEqual([
    { base: 200_000, count: 65_536 },
    { base: 400_000, count: 10 },
  ]);
});

test('the containers that fit each take a whole range within one of root', () => {
  expect(containersThatFit('root:100000:1000000000\n')).toBe(15_258);
  expect(containersThatFit('root:100000:131071\nroot:300000:65536\nroot:400000:65535\n')).toBe(2);
});

test('no file of subuid is one without a range', () => {
  const folder = mkdtempSync(join(tmpdir(), 'subid-'));
  try {
    writeFileSync(join(folder, 'subuid'), 'root:1:2\n');
    expect([readSubidFile(join(folder, 'subuid')), readSubidFile(join(folder, 'none'))]).toEqual(['root:1:2\n', '']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['lxc.idmap = u 0 100000 65536\nlxc.uts.name = u 0 1 1', ['u 0 100000 65536']],
  ['lxc.idmap = u\t0   100000\t65536\nlxc.idmap =  b 1000  1000\t1 ', ['u 0 100000 65536', 'b 1000 1000 1']],
  ['lxc.idmap = u 0 1 1\nlxc.idmap =\nlxc.idmap = g 0 200000 10', ['g 0 200000 10']],
  ['lxc.idmap = g 0 200000 10\nlxc.idmap =', []],
  ['lxc.idmap = x 0 1 1\nlxc.idmap = u 0 1\nlxc.idmap = u 0 1 1 1\nlxc.idmap = uu 0 1 1', []],
])('the mappings of %j, as LXC reads them', (text, mappings) => {
  expect(
    idMappingsOf(parseConfiguration(text)).map(({ kind, inside, host }) =>
      [kind, inside, host.base, host.count].join(' '),
    ),
  ).toEqual(mappings);
});

test.each([
  ['u 0 165536 65536', { base: 165_536, count: 65_536 }],
  ['b  0 165536 65536', { base: 165_536, count: 65_536 }],
  ['g 0 165536 65536', undefined],
  ['u 1000 1000 1', undefined],
])('the range of the idmap %s', (value, range) => {
  expect(rangeOfIdmap(value)).toEqual(range);
});

test('the lowest free one, also between two that are taken', () => {
  const taken = [0, 2].map((index) => ({ base: 100_000 + index * idsPerContainer, count: idsPerContainer }));
  expect(chooseRange(root, taken)).toEqual({ base: 100_000 + idsPerContainer, count: idsPerContainer });
});

test('the first free one from where the search begins, and from the lowest on again', () => {
  const at = (place: number): IdRange => ({ base: 100_000 + place * idsPerContainer, count: idsPerContainer });
  expect(chooseRange(root, [at(7)], (places) => places - 3)).toEqual(at(8));
  expect(chooseRange(root, [at(8), at(9), at(0)], () => 8)).toEqual(at(1));
});

test('the last one that fits exactly', () => {
  expect(chooseRange([{ base: 100_000, count: idsPerContainer }], [])).toEqual({
    base: 100_000,
    count: idsPerContainer,
  });
});

test('none when none is left, or none is large enough', () => {
  expect(chooseRange(root, [{ base: 0, count: 10_000_000 }])).toBe(undefined);
  expect(chooseRange([{ base: 100_000, count: idsPerContainer - 1 }], [])).toBe(undefined);
});

test("one that overlaps nobody's, however crooked theirs are, and lies within root's", () => {
  const taken = fc.array(fc.record({ base: fc.nat(1_000_000), count: fc.integer({ min: 1, max: 200_000 }) }), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(taken, (others) => {
      const chosen = chooseRange(root, others);
      if (chosen === undefined) return;
      expect(others.filter((other) => overlaps(other, chosen))).toEqual([]);
      expect(chosen.base >= 100_000 && chosen.base + chosen.count <= 100_000 + 10 * idsPerContainer).toBe(true);
    }),
  );
});

function overlaps(left: IdRange, right: IdRange): boolean {
  return left.base < right.base + right.count && right.base < left.base + left.count;
}
