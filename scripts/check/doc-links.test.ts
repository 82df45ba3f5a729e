// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findBrokenLinks } from './doc-links.ts';
import { readPages } from './pages.ts';

const root = join(import.meta.dirname, '../..');

test('every link of the documentation leads to a file, or to a heading of a page', () => {
  const pages = readPages(root);
  expect(pages.length).toBeGreaterThan(40);
  expect(findBrokenLinks(pages, (path) => existsSync(join(root, path)))).toEqual([]);
});

test('links to files, headings and the same page are followed, and those in examples are not', () => {
  const pages = [
    {
      path: 'docs/a.md',
      text: '# A (first)\n\n[b](guide/b.md#two-words) [c](#a-first) [d](https://x.example)\n\n```\n[e](nowhere.md)\n```\n',
    },
    { path: 'docs/guide/b.md', text: '## Two words\n\n[up](../a.md) [code](../../rpc/frame.ts)\n' },
  ];
  expect(findBrokenLinks(pages, (path) => ['docs/a.md', 'rpc/frame.ts'].includes(path))).toEqual([]);
});

test('a missing file, and a heading that is not there, are named with their page', () => {
  const pages = [{ path: 'docs/a.md', text: '# A\n\n[b](b.md) [c](#b) [d](../README.md#b)\n' }];
  expect(findBrokenLinks(pages, () => false)).toEqual([
    'docs/a.md: b.md',
    'docs/a.md: #b',
    'docs/a.md: ../README.md#b',
  ]);
});
