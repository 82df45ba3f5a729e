// SPDX-License-Identifier: Apache-2.0
/**
 * The search language of tables, in the window and on the command line: words, `field:value`, `field>number`,
 * `field<=number`, a leading `-` for "not", quotes for spaces. All terms must hold.
 */

import { t } from '../text.ts';
import { parseAmount } from './amounts.ts';

export interface Term {
  /** Undefined for a bare word. */
  readonly field: string | undefined;
  readonly comparison: ':' | '>' | '<' | '>=' | '<=';
  readonly value: string;
  readonly isNegated: boolean;
}

/** What one field of a row holds: text to be found in, or a number to compare. */
export type FieldValue = string | number | readonly string[] | undefined;

export interface SearchSubject {
  /** Fields that a bare word is looked for in. */
  readonly words: readonly string[];
  /** What a bare word is compared with as a whole, such as a state. */
  readonly wholeWords?: readonly string[];
  /** Fields of text that a value has to name as a whole: `tag:prod` does not find `preprod`. */
  readonly wholeFields?: readonly string[];
  field(name: string): FieldValue;
}

/** The fields of a subject by name, as it is typed: that may be one which every object has, such as `constructor`. */
export function fieldIn(fields: Readonly<Record<string, FieldValue>>): SearchSubject['field'] {
  return (name) => (Object.hasOwn(fields, name) ? fields[name] : undefined);
}

/** A term that is still being typed: a field without its value, a minus without a word. It leaves no row out. */
const unfinished = /^-?(?:[a-z]+(?::|>=|<=|>|<))?$/i;

export function parseSearch(text: string): readonly Term[] {
  const terms: Term[] = [];
  for (const match of text.matchAll(/(-)?(?:([a-z]+)(:|>=|<=|>|<))?(?:"([^"]*)"?|(\S+))/gi)) {
    const value = match[4] ?? match[5] ?? '';
    if (value === '' || (match[4] === undefined && unfinished.test(match[0]))) continue;
    terms.push({
      field: match[2]?.toLowerCase(),
      comparison: (match[3] ?? ':') as Term['comparison'],
      value: value.toLowerCase(),
      isNegated: match[1] !== undefined,
    });
  }
  return terms;
}

/** Says which fields the text uses and the table does not have; undefined when there are none. */
export function describeUnknownFields(terms: readonly Term[], known: readonly string[]): string | undefined {
  const unknown = new Set(
    terms.flatMap((term) => (term.field === undefined || known.includes(term.field) ? [] : [term.field])),
  );
  return unknown.size === 0
    ? undefined
    : t('Unknown field "{name}". Known fields: {names}.', {
        name: [...unknown].join(', '),
        names: known.join(', '),
      });
}

export function matchesSearch(subject: SearchSubject, terms: readonly Term[]): boolean {
  return terms.every((term) => holds(subject, term) !== term.isNegated);
}

function holds(subject: SearchSubject, term: Term): boolean {
  if (term.field === undefined)
    return (
      subject.words.some((word) => word.toLowerCase().includes(term.value)) ||
      (subject.wholeWords ?? []).some((word) => word.toLowerCase() === term.value)
    );
  const value = subject.field(term.field);
  if (value === undefined) return false;
  if (term.comparison !== ':') return compares(value, term);
  if (typeof value === 'number') return value === parseAmount(term.value);
  const isWhole = subject.wholeFields?.includes(term.field) === true;
  return [value]
    .flat()
    .some((text) => (isWhole ? text.toLowerCase() === term.value : text.toLowerCase().includes(term.value)));
}

function compares(value: FieldValue, term: Term): boolean {
  const bound = parseAmount(term.value);
  if (typeof value !== 'number' || bound === undefined) return false;
  switch (term.comparison) {
    case '>':
      return value > bound;
    case '<':
      return value < bound;
    case '>=':
      return value >= bound;
    case '<=':
      return value <= bound;
    case ':':
      return value === bound;
  }
}
