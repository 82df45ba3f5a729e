// SPDX-License-Identifier: Apache-2.0
/** Loads the catalogue of the language that the person reads. English is in the code itself. */

import { type Catalogue, startLanguage } from '../lib/language/t.ts';
import { languageChoice, languageOf } from '../window/language.ts';

const german = import.meta.glob<Catalogue>(['../texts/de/*.json'], { import: 'default' });

export async function loadLanguage(): Promise<void> {
  const language = languageOf(languageChoice(), navigator.language);
  document.documentElement.lang = language;
  if (language === 'en') return;
  const parts = await Promise.all(Object.values(german).map((load) => load()));
  startLanguage(language, Object.assign({}, ...parts) as Catalogue);
}
