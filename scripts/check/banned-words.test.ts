// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { parseBannedWords } from './banned-words.mjs';

test('words in bold are banned, in every form that is listed', () => {
  const glossary = '# Glossary\n\nThose in **bold** are rejected.\n\n## Terms\n\n| fix | … | **mend, mends**, cure |\n';
  expect(parseBannedWords(glossary)).toEqual(['mend', 'mends']);
});

test('a glossary without any is an error, and not a check that passes', () => {
  expect(() => parseBannedWords('# Glossary\n\n## Terms\n')).toThrow('no words in bold');
});
