// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { createNamePattern, parseBannedNames, parseBannedWords } from './banned-words.mjs';

test('words in bold are banned, in every form that is listed', () => {
  const glossary =
    '# Glossary\n\nThose in **bold** are rejected.\n\n## Terms\n\n| fix | … | **cure, cures**, help |\n| ' +
    'limit | … | **`topX`**, **`peakX`** |\n';
  expect(parseBannedWords(glossary)).toEqual(['cure', 'cures']);
  expect(parseBannedNames(glossary)).toEqual(['topX', 'peakX']);
});

test('a glossary without any is an error, and not a check that passes', () => {
  expect(() => parseBannedWords('# Glossary\n\n## Terms\n')).toThrow('no words in bold');
  expect(() => parseBannedNames('# Glossary\n\n## Terms\n')).toThrow('no names in bold');
});

test.each([
  ['cure', true],
  ['cureAll', true],
  ['isCure', true],
  ['by_cure', true],
  ['secure', false],
  ['cured', false],
  ['topCalls', true],
  ['topic', false],
  ['isTopCalls', false],
])('%s is a banned name: %s', (name, isBanned) => {
  expect(new RegExp(createNamePattern(['cure', 'topX'])).test(name)).toBe(isBanned);
});
