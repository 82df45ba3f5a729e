// SPDX-License-Identifier: Apache-2.0
/**
 * Texts that every client shows and the helper writes: failures, labels, descriptions. They are English, unless a client
 * gives another language (docs/adr/0070): the window does so before it loads anything else.
 */

export type TextValues = Readonly<Record<string, string | number>>;

/** Gives a message in another language, with its values. */
export type Translator = (message: string, values: TextValues | undefined) => string;

let translator: Translator = fillIn;

/** From now on texts are made by this; English without one. Those of tables that are loaded already stay as they are. */
export function translateBy(next: Translator | undefined): void {
  translator = next ?? fillIn;
}

/** A text: `message` is a literal in the code, in which `{name}` stands for a value. */
export function t(message: string, values?: TextValues): string {
  return translator(message, values);
}

function fillIn(message: string, values: TextValues | undefined): string {
  if (values === undefined) return message;
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
