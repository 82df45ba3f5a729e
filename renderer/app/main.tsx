// SPDX-License-Identifier: Apache-2.0
/** Starts the page in the language of the person: nothing that has a text is loaded before its catalogue. */

import { loadLanguage } from './load-language.ts';

async function start(): Promise<void> {
  await loadLanguage();
  const { startPage } = await import('./start-page.tsx');
  await startPage();
}

void start();
