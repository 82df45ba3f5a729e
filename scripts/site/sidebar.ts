// SPDX-License-Identifier: Apache-2.0
/** The sections of the site, from the folders of `docs/`: a new page is in the section of its folder by itself. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Section {
  readonly text: string;
  /** The folder is below `docs/`; the root itself is the empty text. */
  readonly folder: string;
  /** The pages that come first, or in the root all that belong to the section. */
  readonly pages: readonly string[];
  readonly isCollapsed?: true;
}

/** The one place that orders the site. */
const sections: readonly Section[] = [
  { text: 'Guide', folder: 'guide', pages: ['start', 'install'] },
  { text: 'Concepts', folder: '', pages: ['concepts', 'glossary'] },
  { text: 'Security', folder: '', pages: ['security', 'access', 'threat-model'] },
  { text: 'Reference', folder: 'reference', pages: [] },
  { text: 'Protocol', folder: '', pages: ['protocol'] },
  { text: 'Development', folder: '', pages: ['architecture', 'lab', 'translations', 'mutation-testing'] },
  { text: 'Extend Bulkhead', folder: 'extend', pages: [], isCollapsed: true },
  { text: 'Architecture of the features', folder: 'architecture', pages: [], isCollapsed: true },
  { text: 'Decisions', folder: 'adr', pages: ['README'], isCollapsed: true },
];

export interface SidebarSection {
  readonly text: string;
  readonly collapsed: boolean;
  readonly items: { readonly text: string; readonly link: string }[];
}

/** Takes the folder `docs`. */
export function createSidebar(docs: string): SidebarSection[] {
  return sections.map(({ text, folder, pages, isCollapsed }) => ({
    text,
    collapsed: isCollapsed === true,
    items: [...new Set([...pages, ...(folder === '' ? [] : pagesIn(join(docs, folder)))])].map((page) => {
      const path = folder === '' ? page : `${folder}/${page}`;
      return { text: titleOf(join(docs, `${path}.md`)), link: `/${path}` };
    }),
  }));
}

function pagesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.replace(/\.md$/, ''))
    .sort();
}

function titleOf(path: string): string {
  const [, title] = /^# (.+)$/m.exec(readFileSync(path, 'utf8')) ?? [];
  if (title === undefined) throw new Error(`cannot list ${path}: it has no title; begin it with "# "`);
  return title;
}
