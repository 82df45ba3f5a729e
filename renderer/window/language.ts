// SPDX-License-Identifier: Apache-2.0
/** Holds the language that the person has chosen for the window: that of their system, or one of their own choice. */

import { type Language, languages } from '../lib/language/t.ts';
import { changeSettings, useSettings } from './preferences.ts';

export type LanguageChoice = 'system' | Language;

export function languageChoice(): LanguageChoice {
  const { language } = useSettings.getState();
  return isLanguage(language) ? language : 'system';
}

/**
 * Gives the language of this choice; `system` is a BCP 47 tag, and English stands in for a language that is not there.
 */
export function languageOf(choice: LanguageChoice, system: string): Language {
  if (choice !== 'system') return choice;
  const [primary = ''] = system.toLowerCase().split('-');
  return isLanguage(primary) ? primary : 'en';
}

/** The window begins again in the other language: each text is made once. */
export function chooseLanguage(choice: LanguageChoice): void {
  changeSettings({ language: choice });
  globalThis.location.reload();
}

function isLanguage(text: string): text is Language {
  return Object.hasOwn(languages, text);
}
