// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest';
import { t } from '../lib/language/t.ts';
import { createFakeBridge } from '../testing/fake/fake-bridge.ts';
import { loadLanguage } from './load-language.ts';

it('speaks the language of the shell where the person has chosen none', async () => {
  vi.stubGlobal('bulkhead', { ...createFakeBridge(), shell: { capabilities: [], language: 'de-AT' } });
  await loadLanguage();
  expect([document.documentElement.lang, t('frozen')]).toEqual(['de', 'eingefroren']);
});
