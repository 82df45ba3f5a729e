// SPDX-License-Identifier: Apache-2.0
/** Starts the page in the language of the person: nothing that has a text is loaded before its catalogue. */

import { bridgeOfWindow } from '../host/bridge.ts';
import { askFirst } from '../host/first-answers.ts';
import { t } from '../lib/language/t.ts';
import { loadLanguage } from './load-language.ts';

async function start(): Promise<void> {
  const bridge = bridgeOfWindow();
  const answers = bridge && askFirst(bridge);
  // The page says so where it waits for them.
  answers?.catch(() => undefined);
  await loadLanguage();
  const { startPage } = await import('./start-page.tsx');
  await startPage(answers);
}

// Without this a file that is missing leaves an empty window.
start().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  document.body.textContent = t('Bulkhead cannot show its page: {reason}. Install it again.', { reason });
});
