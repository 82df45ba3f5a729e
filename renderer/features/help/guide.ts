// SPDX-License-Identifier: Apache-2.0
/** The pages of `docs/` that are the guide of the window, as they are when it is built, and their sections. */

import { headingAnchor } from '../../lib/heading-anchor.ts';

export interface GuidePage {
  /** Gives the path from `docs/`: `guide/policy.md`. */
  readonly path: string;
  readonly title: string;
  readonly text: string;
}

export interface GuideSection {
  /** `guide/policy.md#learning`; without an anchor what stands before the first heading within the page. */
  readonly address: string;
  readonly page: string;
  readonly title: string;
  /** Holds the words of the section without marks of markdown. */
  readonly text: string;
}

const heading = /^#+ (.+)$/;
const root = '../../../docs/';
const texts = import.meta.glob(
  ['../../../docs/guide/*.md', '../../../docs/{concepts,access,security}.md', '../../../docs/reference/bulkheadctl.md'],
  { query: '?raw', import: 'default', eager: true },
);

export const guidePages: ReadonlyMap<string, GuidePage> = new Map(
  Object.entries(texts).map(([file, text]) => {
    const path = file.slice(root.length);
    return [path, { path, title: titleOf(text), text }];
  }),
);

export const guideSections: readonly GuideSection[] = [...guidePages.values()].flatMap(sectionsOf);

/** Says where a link of a page leads. `elsewhere` is a file of the sources, which the window does not have. */
export type GuideLink =
  | { readonly kind: 'guide'; readonly address: string }
  | { readonly kind: 'web'; readonly href: string }
  | { readonly kind: 'elsewhere' };

export function resolveGuideLink(page: string, href: string): GuideLink {
  if (/^https?:/.test(href)) return { kind: 'web', href };
  const [file = '', anchor] = href.split('#');
  const path = file === '' ? page : decodeURIComponent(new URL(file, `guide:///${page}`).pathname.slice(1));
  if (!guidePages.has(path)) return { kind: 'elsewhere' };
  return { kind: 'guide', address: anchor === undefined ? path : `${path}#${anchor}` };
}

function titleOf(text: string): string {
  return /^# (.+)$/m.exec(text)?.[1] ?? '';
}

function sectionsOf({ path, title, text }: GuidePage): readonly GuideSection[] {
  const sections: { address: string; page: string; title: string; lines: string[] }[] = [];
  let isFenced = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) isFenced = !isFenced;
    const found = isFenced ? undefined : heading.exec(line)?.[1];
    if (found === undefined) sections.at(-1)?.lines.push(line);
    else {
      const address = sections.length === 0 ? path : `${path}#${headingAnchor(found)}`;
      sections.push({ address, page: title, title: plainText(found), lines: [] });
    }
  }
  return sections.map(({ lines, ...section }) => ({ ...section, text: plainText(lines.join('\n')) }));
}

function plainText(markdown: string): string {
  return markdown
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(/^```.*$|^\|[-| :]+\|$/gm, '')
    .replaceAll(/[`*|]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
