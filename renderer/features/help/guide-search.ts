// SPDX-License-Identifier: Apache-2.0
/** Searches the sections of the guide: all words typed, also as beginnings and with a letter wrong, titles first. */

import MiniSearch from 'minisearch';
import { guideSections, type GuideSection } from './guide.ts';

export interface GuideFinding {
  readonly section: GuideSection;
  /** What stands around the first word found; the word itself is `match`. */
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

/** Findings shown at once; another word brings others. */
const maxFindings = 30;
/** Characters of an excerpt before and after the word. */
const around = 60;

let index: MiniSearch<GuideSection> | undefined;

function indexOfGuide(): MiniSearch<GuideSection> {
  if (index === undefined) {
    index = new MiniSearch<GuideSection>({
      idField: 'address',
      fields: ['title', 'page', 'text'],
      searchOptions: {
        boost: { title: 4, page: 2 },
        // The reference of the command line names every thing that there is; what explains it comes before.
        boostDocument: (address: string) => (address.startsWith('reference/') ? 0.2 : 1),
        prefix: true,
        fuzzy: 0.15,
        combineWith: 'AND',
      },
    });
    index.addAll(guideSections.filter(isFirstOfItsAddress));
  }
  return index;
}

/** A heading that a page has twice is one address. */
function isFirstOfItsAddress({ address }: GuideSection, place: number, all: readonly GuideSection[]): boolean {
  return all.findIndex((one) => one.address === address) === place;
}

export function searchGuide(text: string): readonly GuideFinding[] {
  const byAddress = new Map(guideSections.map((section) => [section.address, section]));
  return indexOfGuide()
    .search(text)
    .slice(0, maxFindings)
    .flatMap(({ id, terms }) => {
      const section = byAddress.get(id as string);
      return section === undefined ? [] : [{ section, ...excerptOf(section.text, terms) }];
    });
}

function excerptOf(text: string, terms: readonly string[]): Omit<GuideFinding, 'section'> {
  const lower = text.toLowerCase();
  const places = terms.map((term) => ({ at: lower.indexOf(term), length: term.length })).filter(({ at }) => at >= 0);
  const first = places.toSorted((left, right) => left.at - right.at)[0];
  if (first === undefined) return { before: text.slice(0, 2 * around), match: '', after: '' };
  const end = first.at + first.length;
  return {
    before: endOf(text.slice(0, first.at)),
    match: text.slice(first.at, end),
    after: beginningOf(text.slice(end)),
  };
}

/** The last words of a text. */
function endOf(text: string): string {
  return text.length <= around ? text : `…${text.slice(-around).replace(/^\S*/, '')}`;
}

/** The first words of a text. */
function beginningOf(text: string): string {
  return text.length <= around ? text : `${text.slice(0, around).replace(/\S*$/, '')}…`;
}
