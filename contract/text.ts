// SPDX-License-Identifier: Apache-2.0
/**
 * Texts that one process makes and another one shows: failures, labels, what the helper found. A message is English and
 * its own key; who shows it may give another language (docs/adr/0070): the window does so before it loads anything else.
 * What the helper says crosses the socket as a message with its values (docs/adr/0072).
 */

/** A message of the code, in which `{name}` stands for a value, and the values. Made by `say`. */
export interface Phrase {
  readonly message: string;
  readonly values?: PhraseValues;
  /** Makes the first letter a capital where the text is shown. */
  readonly isSentence?: true;
}

/** A phrase, or text that is the same in every language, such as what a program printed. */
export type Words = string | Phrase;
export type PhraseValues = Readonly<Record<string, Words | number>>;
export type TextValues = Readonly<Record<string, string | number>>;

/** Gives a message in another language, with its values; undefined for one that it does not know. */
export type Translator = (message: string, values: TextValues | undefined) => string | undefined;

type NamesIn<Message extends string> = Message extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/** The values of a literal. Those of a message that is joined of several literals are checked by a test. */
type ValuesOf<Message extends string> = string extends Message
  ? [values?: PhraseValues]
  : [NamesIn<Message>] extends [never]
    ? []
    : [values: Readonly<Record<NamesIn<Message>, Words | number>>];

const english = 'en-GB';
let translator: Translator | undefined;
let locale = english;
let point = '.';

/**
 * Makes texts by this translator from now on, and writes numbers as this locale does; in English without one. Texts of
 * tables that are loaded already stay as they are.
 */
export function translateBy(next: Translator | undefined, nextLocale: string = english): void {
  translator = next;
  locale = nextLocale;
  point = (0.5).toLocaleString(nextLocale).charAt(1);
}

/** What stands between a number and its decimals in that language. */
export function decimalPoint(): string {
  return point;
}

/** Writes a number within a text: `94.6` or `94,6`, at most one digit after the point; `1,000` with groups. */
export function numberText(value: number, { isGrouped = false }: { readonly isGrouped?: boolean } = {}): string {
  return value.toLocaleString(locale, { maximumFractionDigits: 1, useGrouping: isGrouped });
}

/**
 * Makes a phrase for a process that passes it on. `message` is a literal in the code, and each name in it has a value.
 */
export function say<const Message extends string>(message: Message, ...values: ValuesOf<Message>): Phrase;
export function say(message: string, values?: PhraseValues): Phrase {
  return values === undefined ? { message } : { message, values };
}

/** Makes the text at once, for a process that shows it. */
export function t(message: string, values?: PhraseValues): string {
  return textOf(values === undefined ? { message } : { message, values });
}

/** Marks a text that is not translated: help and files of the command line are English. */
export function untranslated(text: string): string {
  return text;
}

/** Words in the language of who shows them. What is unknown there, such as a phrase of a newer helper, is English. */
export function textOf(words: Words): string {
  if (typeof words === 'string') return words;
  const values = words.values && mapValues(words.values, textOf);
  const text = translator?.(words.message, values) ?? fillIn(words.message, values);
  return words.isSentence === true ? beginUpper(text) : text;
}

/** Words in English, for what leaves the window: a script, a file of another program. */
export function englishOf(words: Words): string {
  if (typeof words === 'string') return words;
  const text = fillIn(words.message, words.values && mapValues(words.values, englishOf));
  return words.isSentence === true ? beginUpper(text) : text;
}

/** An English sentence without values as the message that it is: one that is kept as text, or of a table in the helper. */
export function phraseOf(text: string): Phrase {
  return { message: text };
}

/** Words that are said in the middle of a sentence elsewhere, where they begin one. */
export function beginSentence(words: Words): Phrase {
  return { message: '{words}', values: { words }, isSentence: true };
}

/** Several words as one: sentences with a space between them, or a list. The separator is the same in every language. */
export function joinWords(parts: readonly Words[], separator: string): Words {
  if (parts.length === 1) return parts[0] ?? '';
  return {
    message: parts.map((_, index) => `{${index}}`).join(separator),
    values: Object.fromEntries(parts.entries()),
  };
}

function beginUpper(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function mapValues(values: PhraseValues, inWords: (words: Words) => string): TextValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? value : inWords(value)]),
  );
}

function fillIn(message: string, values: TextValues | undefined): string {
  if (values === undefined) return message;
  return message.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}
