// SPDX-License-Identifier: Apache-2.0
/** Loads the catalogue of the language that the person reads. English is in the code itself. */

import { bridgeOfWindow } from '../host/bridge.ts';
import { startLanguage } from '../lib/language/t.ts';
import { languageChoice, languageOf } from '../window/language.ts';

export async function loadLanguage(): Promise<void> {
  const language = languageOf(languageChoice(), bridgeOfWindow()?.shell.language ?? navigator.language);
  document.documentElement.lang = language;
  if (language === 'en') return;
  const { german } = await import('./german.ts');
  startLanguage(language, german);
}
