// SPDX-License-Identifier: Apache-2.0
/** Loads the catalogue of the language that the person reads. English is in the code itself. */

import { startLanguage } from '../lib/language/t.ts';
import { languageChoice, languageOf } from '../window/language.ts';

export async function loadLanguage(): Promise<void> {
  const language = languageOf(languageChoice(), navigator.language);
  document.documentElement.lang = language;
  if (language === 'en') return;
  const { german } = await import('./german.ts');
  startLanguage(language, german);
}
