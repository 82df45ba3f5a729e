// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createMarkdownRenderer, disposeMdItInstance } from 'vitepress';
import { linkToSources, sourceOf } from './link-to-sources.ts';

it('takes for sources what is in the checkout and not among the pages', () => {
  expect([
    sourceOf('threat-model.md', '../helper/server/session.test.ts'),
    sourceOf('guide/install.md', '../../SECURITY.md#how-to-report'),
    sourceOf('guide/install.md', '../adr/0044-x.md'),
    sourceOf('guide/install.md', '#remove'),
    sourceOf('guide/install.md', 'https://example.org/'),
    sourceOf('security.md', 'access.md'),
  ]).toEqual(['helper/server/session.test.ts', 'SECURITY.md#how-to-report', ...Array.from({ length: 4 })]);
});

it.each([
  [undefined, '<p>See SECURITY and <a href="./access.html">access</a>.</p>'],
  [
    'https://example.org/blob/1',
    '<p>See <a href="https://example.org/blob/1/SECURITY.md" target="_blank" rel="noreferrer">SECURITY</a> and ' +
      '<a href="./access.html">access</a>.</p>',
  ],
])('leads to the sources at %s', async (sources, html) => {
  // The renderer is made once for each process.
  disposeMdItInstance();
  const markdown = await createMarkdownRenderer('.', { config: (renderer) => linkToSources(renderer, sources) });
  const page = 'See [SECURITY](../SECURITY.md) and [access](access.md).';
  expect(markdown.render(page, { relativePath: 'security.md' }).trim()).toBe(html);
});
