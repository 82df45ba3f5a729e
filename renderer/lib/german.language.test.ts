// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { startLanguage } from './language/t.ts';

startLanguage('de', { '{count} {unit} ago': 'vor {count} {unit}', now: 'jetzt' });
const { formatBytes, formatCount, formatDecimal, formatPercent } = await import('./units.ts');
const { parseAmount, parseBytes } = await import('../../contract/search/amounts.ts');
const { formatAgo, formatAsOf, formatElapsed } = await import('./moments.ts');
const { sentenceOf, saysAttempt, withinSentence } = await import('./sentence.ts');

it('writes numbers with a comma, and reads them so', () => {
  expect([formatBytes(1536), formatPercent(0.42), formatDecimal(1.25, 1), formatElapsed(420)]).toEqual([
    '1,50 KiB',
    '0,4 %',
    '1,3',
    '0,4 s',
  ]);
  expect(formatCount(12_345)).toBe('12.345');
  expect([parseBytes('1,5 GiB'), parseBytes('1.5 GiB'), parseAmount('1,5h')]).toEqual([
    1_610_612_736, 1_610_612_736, 5400,
  ]);
});

it('says times in the order of the language', () => {
  expect([formatAgo(0, 12), formatAgo(0, 0)]).toEqual(['vor 12 s', 'jetzt']);
  expect(formatAsOf(1_700_000_000, 1_700_090_000)).toMatch(/^1\d\. Nov\.? \d\d:\d\d$/);
});

it('keeps the capitals of nouns, and gives a sentence its own', () => {
  expect(withinSentence('Grenzen geändert')).toBe('Grenzen geändert');
  expect(sentenceOf('das Fenster zeigt einen anderen Host')).toBe('Das Fenster zeigt einen anderen Host.');
  expect(sentenceOf('cannot start the container web')).toBe('Cannot start the container web.');
});

it.each([
  ['Die Datei kann nicht gelesen werden', true],
  ['Die Labels können in web nicht geprüft werden: kein Platz', true],
  ['cannot read the file', true],
  ['kein Platz: die Datei kann nicht gelesen werden', false],
])('knows whether a message says what could not be done: %s', (message, says) => {
  expect(saysAttempt(message)).toBe(says);
});
