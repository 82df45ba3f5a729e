// SPDX-License-Identifier: Apache-2.0
/** The fields that a filter knows: what is wrong with a text, and how it can go on. */

import { findNearWord } from './near-word.ts';
import { parseSearch, type Term } from './search.ts';
import { parseAmount } from './amounts.ts';
import { t } from '../text.ts';

export interface SearchField {
  readonly name: string;
  /** `number` is compared by `<` and `>`, and takes sizes, percentages and times too. */
  readonly kind: 'text' | 'number';
  readonly meaning: string;
  readonly example: string;
  /** All values that it can have, where there are few. */
  readonly values?: readonly string[];
}

/** Describes the first mistake of a filter in a sentence, with the next step; undefined when there is none. */
export function findSearchProblem(text: string, fields: readonly SearchField[]): string | undefined {
  if ((text.match(/"/g)?.length ?? 0) % 2 === 1) return t('Close the quote with another ".');
  return parseSearch(text)
    .map((term) => problemOf(term, fields))
    .find((problem) => problem !== undefined);
}

function problemOf(term: Term, fields: readonly SearchField[]): string | undefined {
  if (term.field === undefined) return undefined;
  const field = fields.find(({ name }) => name === term.field);
  if (field === undefined) return unknownField(term.field, fields);
  if (field.kind === 'number')
    return parseAmount(term.value) === undefined
      ? t('Cannot compare {name} with "{value}": write for example {example}.', {
          name: field.name,
          value: term.value,
          example: field.example,
        })
      : undefined;
  if (term.comparison !== ':')
    return t('Cannot compare {name} by {comparison}: it is a text. Write for example {example}.', {
      name: field.name,
      comparison: term.comparison,
      example: field.example,
    });
  const isKnown = field.values?.some((value) => value.includes(term.value)) ?? true;
  return isKnown ? undefined : unknownValue(term.value, field);
}

function unknownField(name: string, fields: readonly SearchField[]): string {
  const names = fields.map((field) => field.name);
  const near = findNearWord(name, names);
  return near === undefined
    ? t('Unknown field "{name}". Known fields: {names}.', { name, names: names.join(', ') })
    : t('Unknown field "{name}". Did you mean {near}?', { name, near });
}

function unknownValue(value: string, { name, values = [] }: SearchField): string {
  const near = findNearWord(value, values);
  return near === undefined
    ? t('No {name} is called "{value}". Known: {values}.', { name, value, values: values.join(', ') })
    : t('No {name} is called "{value}". Did you mean {near}?', { name, value, near });
}
