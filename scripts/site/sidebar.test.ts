// SPDX-License-Identifier: Apache-2.0
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSidebar } from './sidebar.ts';

const docs = join(import.meta.dirname, '../../docs');

it('leads to every page of the documentation, once', () => {
  const links = createSidebar(docs).flatMap(({ items }) => items.map(({ link }) => link));
  const pages = readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && path !== 'index.md')
    .map((path) => `/${path.replace(/\.md$/, '')}`);
  expect(links.toSorted()).toEqual(pages.sort());
});

it('begins with the five-minute start, under the title of its page', () => {
  expect(createSidebar(docs)[0]?.items[0]).toEqual({ text: 'Start in five minutes', link: '/guide/start' });
});
