// SPDX-License-Identifier: Apache-2.0
/** Links between the pages of the checkout, and to its files: each has to lead somewhere. */

import { posix } from 'node:path';
import { headingAnchor } from '../../renderer/lib/heading-anchor.ts';

export interface Page {
  readonly path: string;
  readonly text: string;
}

const fenced = /^```[\s\S]*?^```/gm;
const link = /\]\(([^)\s]+)\)/g;

/** Each link that leads nowhere, as `page: link`. Links to other sites are not looked at. */
export function findBrokenLinks(pages: readonly Page[], exists: (path: string) => boolean): readonly string[] {
  const anchors = new Map(pages.map(({ path, text }) => [path, anchorsOf(text)]));
  return pages.flatMap(({ path, text }) =>
    [...text.replaceAll(fenced, '').matchAll(link)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(path, target))
      .map((target) => `${path}: ${target}`),
  );

  function leadsSomewhere(from: string, target: string): boolean {
    const [file = '', anchor] = target.split('#');
    const path = file === '' ? from : posix.join(posix.dirname(from), file);
    if (anchor !== undefined) return anchors.get(path)?.has(anchor) ?? false;
    return exists(path);
  }
}

/** The names by which the headings of a page can be linked. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...text.replaceAll(fenced, '').matchAll(/^#+ (.+)$/gm)];
  return new Set(headings.map(([, heading = '']) => headingAnchor(heading)));
}
