// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it } from 'vitest';
import { localChangeWords } from './describe-local-change.ts';
import type { LocalChange } from '../../model/policy/local-change.ts';
import { englishOf, numberText, textOf, translateBy } from '../../text.ts';

afterEach(() => translateBy(undefined));

const permissive: LocalChange = { kind: 'permissive', type: 'httpd_t', change: null };

it('says what a change is in the language of who shows it, and in English in what is exported', () => {
  translateBy((message, values) =>
    message.startsWith('{type} is permissive') ? `${values?.['type']} ist permissive` : undefined,
  );
  const words = localChangeWords(permissive);
  expect([textOf(words), englishOf(words)]).toEqual([
    'httpd_t ist permissive',
    'httpd_t is permissive: denials are logged only',
  ]);
});

it('writes numbers as the language does', () => {
  expect([numberText(94.62), numberText(1234), numberText(1234, { isGrouped: true })]).toEqual([
    '94.6',
    '1234',
    '1,234',
  ]);
  translateBy(undefined, 'de-DE');
  expect([numberText(94.62), numberText(1234, { isGrouped: true })]).toEqual(['94,6', '1.234']);
});
