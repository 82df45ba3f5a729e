// SPDX-License-Identifier: Apache-2.0

import { currentLanguage } from './language/t.ts';

/** Words that begin a sentence and are no name. What a host says is English in every language. */
const beginnings = {
  en: /^(?:cannot|the|this|there|it|no|a|an) /,
  de: /^(?:cannot|the|this|there|it|no|an?|der|die|das|diese[rs]?|es|sie|kein|keine|ein|eine) /,
} as const;

/**
 * Writes a message as a sentence: messages of the host begin with a small letter ("cannot start ...") and end without a
 * stop. A name that begins the text stays as it is spelt.
 */
export function sentenceOf(text: string): string {
  const whole = text.trimEnd();
  const begun = beginnings[currentLanguage()].test(whole) ? capitalised(whole) : whole;
  return withStop(begun);
}

/** Adds the stop to a sentence, unless it has an end already. */
export function withStop(text: string): string {
  return /[.!?…:]$/.test(text) || text === '' ? text : `${text}.`;
}

export function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Writes a label within a sentence: English writes it small, German nouns keep their capitals. */
export function withinSentence(label: string): string {
  return currentLanguage() === 'en' ? label.toLowerCase() : label;
}

/** Says whether a message itself names what could not be done, so that nothing has to be said before it. */
export function saysAttempt(message: string): boolean {
  return (
    message.startsWith('cannot ') ||
    (currentLanguage() === 'de' && /^\p{Lu}[^:]*\b(?:kann|können|lässt|lassen)\b[^:]*\bnicht\b/u.test(message))
  );
}
