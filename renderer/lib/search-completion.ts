// SPDX-License-Identifier: Apache-2.0
/** How a filter can go on at the place where one types. */

import type { SearchField } from '../../contract/search/search-fields.ts';

export interface Completion {
  /** What is offered: a field, or a value of one. */
  readonly label: string;
  readonly meaning: string;
  /** The whole text with it, and where the next letter goes. */
  readonly text: string;
  readonly caret: number;
}

/** Offers for the word that ends at the caret: fields that it begins, or values of its field. None for other words. */
export function completeSearch(text: string, caret: number, fields: readonly SearchField[]): readonly Completion[] {
  const word = /\S*$/.exec(text.slice(0, caret))?.[0] ?? '';
  const begin = caret - word.length;
  const {
    sign = '',
    name = '',
    colon,
    value = '',
  } = /^(?<sign>-?)(?<name>[a-z]*)(?<colon>:)?(?<value>.*)$/i.exec(word)?.groups ?? {};
  function completion(label: string, meaning: string, insert: string): Completion {
    const rest = text.slice(caret);
    return { label, meaning, text: text.slice(0, begin) + insert + rest, caret: begin + insert.length };
  }
  if (colon !== undefined) {
    const field = fields.find((one) => one.name === name.toLowerCase());
    return (field?.values ?? [])
      .filter((one) => one.startsWith(value.toLowerCase()) && one !== value.toLowerCase())
      .map((one) => completion(one, field?.meaning ?? '', `${sign}${name}:${one} `));
  }
  if (value !== '') return [];
  return fields
    .filter((field) => field.name.startsWith(name.toLowerCase()))
    .map((field) => {
      const label = `${field.name}${field.kind === 'number' ? '>' : ':'}`;
      return completion(label, field.meaning, `${sign}${label}`);
    });
}
