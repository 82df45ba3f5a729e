// SPDX-License-Identifier: Apache-2.0
/** A page that people write, with one part between two marks that is generated. */

export interface Marks {
  readonly begin: string;
  readonly end: string;
}

/** `page` with `text` between the marks; an error where a mark is missing. */
export function replaceBetween(page: string, { begin, end }: Marks, text: string): string {
  const [before = '', rest = ''] = page.split(begin);
  const [, after] = rest.split(end);
  if (after === undefined) throw new Error(`the page has no place for what is generated: ${begin}`);
  return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}
