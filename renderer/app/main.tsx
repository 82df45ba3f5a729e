// SPDX-License-Identifier: Apache-2.0
/** Starts the page in the language of the person: nothing that has a text is loaded before its catalogue. */

import { t } from '../lib/language/t.ts';
import { firstAsked } from './first-asked.ts';
import { loadLanguage } from './load-language.ts';

async function start(): Promise<void> {
  await loadLanguage();
  const { startPage } = await import('./start-page.tsx');
  await startPage(firstAsked);
}

// A file that is missing would otherwise leave an empty window.
start().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  document.body.textContent = t('Bulkhead cannot show its page: {reason}. Install it again.', { reason });
});
