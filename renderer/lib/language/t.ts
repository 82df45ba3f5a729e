// SPDX-License-Identifier: Apache-2.0
/**
 * The window's texts in the language of the person. A text is its own key: the English sentence in the code, in ICU
 * MessageFormat where it has values. What a catalogue lacks is shown in English (docs/adr/0070).
 */

import { IntlMessageFormat } from 'intl-messageformat';
import type { ReactNode } from 'react';
import { type TextValues, translateBy } from '../../../contract/text.ts';

/** The languages that the window speaks, each by its own name. */
export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

/** Messages by their English text. */
export type Catalogue = Readonly<Record<string, string>>;
/** An element in place of a name, or a function that wraps what is between `<name>` and `</name>`. */
export type RichValues = Readonly<Record<string, ReactNode | ((children: readonly ReactNode[]) => ReactNode)>>;

/** For dates, numbers and orders: the day before the month, and a clock of 24 hours. */
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

let language: Language = 'en';
let catalogue: Catalogue = {};
/** Kept: to read a message takes many times longer than to fill it in. */
let formats = new Map<string, IntlMessageFormat>();

/**
 * Speaks this language from now on, also what the contract says. Texts that were made before stay as they are: call it
 * before all else.
 */
export function startLanguage(next: Language, messages: Catalogue): void {
  language = next;
  catalogue = messages;
  formats = new Map();
  translateBy(next === 'en' ? undefined : translate, locales[next]);
}

export function currentLanguage(): Language {
  return language;
}

/** What differs by language and is no text, such as the width that its words take. */
export function byLanguage<T>(values: Readonly<Record<Language, T>>): T {
  return values[language];
}

/** The BCP 47 tag of the language, for `Intl`. */
export function currentLocale(): string {
  return locales[language];
}

/**
 * Gives a text in the language of the window. `message` is a literal in the code, so that it is found: `{name}` is
 * replaced by a value, and `{count, plural, one {# file} other {# files}}` by what suits the number. Without values it
 * is taken as it is written.
 */
export function t(message: string, values?: TextValues): string {
  return values === undefined ? (translationOf(message) ?? message) : String(formatOf(message).format(values));
}

/** The parts of a message with elements among its values: see `RichText`. */
export function partsOf(message: string, values: RichValues): ReactNode {
  return formatOf(message).format<ReactNode>(
    values as Parameters<typeof IntlMessageFormat.prototype.format<ReactNode>>[0],
  );
}

/** Messages of the contract and of a host, which may be of another version: undefined unless all of it is known. */
function translate(message: string, values: TextValues | undefined): string | undefined {
  const translation = translationOf(message);
  if (translation === undefined || values === undefined) return translation;
  try {
    return String(formatOf(message).format(values));
  } catch {
    // A value that the translation names is missing, so the host means another message.
    return undefined;
  }
}

/** Finds the translation of a message, and leaves out what every object has: a host may send any message. */
function translationOf(message: string): string | undefined {
  return Object.hasOwn(catalogue, message) ? catalogue[message] : undefined;
}

function formatOf(message: string): IntlMessageFormat {
  const known = formats.get(message);
  if (known !== undefined) return known;
  const format = new IntlMessageFormat(translationOf(message) ?? message, currentLocale());
  formats.set(message, format);
  return format;
}
