// SPDX-License-Identifier: Apache-2.0
/**
 * Pages link to files of the checkout, which are not part of the site. There such a link leads to the sources, where
 * their address is known, and else is plain text. `scripts/check/doc-links.ts` verifies that the file exists.
 */

import { posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

/** `sources`: the address of the checkout's root, `https://…/blob/REVISION`. */
export function linkToSources(markdown: MarkdownRenderer, sources: string | undefined): void {
  markdown.core.ruler.push('link-to-sources', ({ tokens, env }) => {
    const { relativePath } = env as { readonly relativePath: string };
    for (const { children } of tokens) {
      let isText = false;
      for (const token of children ?? []) {
        const address = token.type === 'link_open' ? sourceOf(relativePath, token.attrGet('href') ?? '') : undefined;
        if (address !== undefined && sources !== undefined) token.attrSet('href', `${sources}/${address}`);
        else if (address !== undefined) isText = true;
        if (!isText || !token.type.startsWith('link_')) continue;
        isText = token.type === 'link_open';
        Object.assign(token, { type: 'text', tag: '', content: '', nesting: 0 });
      }
    }
  });
}

/** The path from the checkout's root, for what is not below `docs/`. */
export function sourceOf(page: string, href: string): string | undefined {
  if (/^(?:[a-z]+:|#|\/)/.test(href)) return undefined;
  const path = posix.join('docs', posix.dirname(page), href);
  return path.startsWith('docs/') ? undefined : path;
}
