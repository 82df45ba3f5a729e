// SPDX-License-Identifier: Apache-2.0
/** Lets steps that find parts of a page by their English names find them in another language. */

import type { Page } from '@playwright/test';

/** Takes the texts by their English ones; gives the page, whose parts are found by either. */
export function translateNames(page: Page, texts: ReadonlyMap<string, string>): Page {
  return wrap(
    page,
    [...texts].map(([english, other]) => [singular(english), singular(other)] as const),
  );
}

type Texts = readonly (readonly [english: string, other: string])[];

/** A page, and each part that it gives, translates the names that its `getBy...` are called with. */
function wrap<T extends object>(part: T, texts: Texts): T {
  return new Proxy(part, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      if (!/^(getBy|first|last|nth|filter|locator)/.test(String(key))) return value.bind(target) as unknown;
      return (...options: readonly unknown[]) => {
        const [first, ...rest] = options;
        const named =
          typeof first === 'string' && /^getBy(Text|Label)$/.test(String(key)) ? eitherOf(first, texts) : first;
        const found: unknown = value.apply(
          target,
          [named, ...rest].map((option) => translate(option, texts)),
        );
        return wrap(found as object, texts);
      };
    },
  });
}

function translate(option: unknown, texts: Texts): unknown {
  if (typeof option !== 'object' || option === null || !('name' in option)) return option;
  const { name } = option;
  return typeof name === 'string' || name instanceof RegExp ? { ...option, name: eitherOf(name, texts) } : option;
}

/** A pattern of the English text, of each translation of what it matches, and of what the placeholders stand for. */
function eitherOf(name: string | RegExp, texts: Texts): RegExp {
  const pattern = typeof name === 'string' ? new RegExp(`^${escape(name)}$`) : name;
  const matching = texts.flatMap(([english, other]) => translationOf(pattern, english, other));
  return new RegExp([pattern.source, ...matching].join('|'));
}

/** Gives patterns of the text in the other language, if the English one, with some values in it, matches. */
function translationOf(pattern: RegExp, english: string, other: string): readonly string[] {
  const values = placeholders.exec(english) === null ? [''] : knownNames;
  return values.flatMap((value) =>
    pattern.test(english.replaceAll(placeholders, value))
      ? [`^${fill(other, pattern.source.includes(value) ? escape(value) : '.+')}`]
      : [],
  );
}

/** What names of parts have in their placeholders. */
const knownNames = [
  'web',
  'db',
  'wiki',
  'staging',
  'cache',
  'legacy-intranet',
  'etc',
  'motd',
  'debian-13',
  'drill-web',
  'm000',
  'zone',
  'vault',
];
const placeholders = /\{\w+\}/g;

/** Gives the text for one thing, where a text has another for several. */
function singular(text: string): string {
  return /^\{count, plural, one \{(.*)\} other \{.*\}\}$/.exec(text)?.[1] ?? text;
}

function fill(text: string, value: string): string {
  return text.split(placeholders).map(escape).join(value);
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
