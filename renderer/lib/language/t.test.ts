// SPDX-License-Identifier: Apache-2.0
import { createElement } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { say, t as contractText, textOf } from '../../../contract/text.ts';
import { byLanguage, currentLanguage, currentLocale, partsOf, startLanguage, t } from './t.ts';

const files = 'Removed {count, plural, one {# file} other {# files}} of {name}';
const rich = 'Open <b>{name}</b> now';

afterEach(() => startLanguage('en', {}));

describe('a text', () => {
  it('is its own English', () => {
    expect(t('Remove the container')).toBe('Remove the container');
    expect(t(files, { count: 1, name: 'web' })).toBe('Removed 1 file of web');
    expect(t(files, { count: 1200, name: 'web' })).toBe('Removed 1,200 files of web');
  });

  it('without values is taken as it is written', () => {
    expect(t("it's {not} a 'value' <b>")).toBe("it's {not} a 'value' <b>");
  });

  it('takes values as they are: nothing in them is a message', () => {
    expect(t('Removed {name}', { name: '{count} <b>x</b> {' })).toBe('Removed {count} <b>x</b> {');
  });

  it('with elements gives its parts in order', () => {
    const parts = partsOf(rich, { name: '<i>', b: (children) => createElement('b', undefined, ...children) });
    expect(parts).toMatchObject(['Open ', { type: 'b', props: { children: '<i>' } }, ' now']);
  });
});

describe('another language', () => {
  it('has its own texts, plurals and numbers', () => {
    startLanguage('de', { [files]: '{count, plural, one {# Datei} other {# Dateien}} von {name} entfernt' });
    expect(t(files, { count: 1, name: 'web' })).toBe('1 Datei von web entfernt');
    expect(t(files, { count: 1200, name: 'web' })).toBe('1.200 Dateien von web entfernt');
    expect([currentLanguage(), currentLocale(), byLanguage({ en: 70, de: 86 })]).toEqual(['de', 'de-DE', 86]);
  });

  it('is English where its catalogue lacks a text', () => {
    startLanguage('de', {});
    expect(t('Remove the container')).toBe('Remove the container');
  });

  it('is that of the contract too', () => {
    const message = 'cannot find the container {name}';
    startLanguage('de', { [message]: 'Der Container {name} wurde nicht gefunden' });
    expect(contractText(message, { name: 'web' })).toBe('Der Container web wurde nicht gefunden');
    startLanguage('en', {});
    expect(contractText(message, { name: 'web' })).toBe('cannot find the container web');
  });
});

describe('what a host says', () => {
  const down = 'The bridge {bridge} is down: {reason}.';

  it('is in the language of the window, with the reason within it', () => {
    startLanguage('de', {
      [down]: 'Die Bridge {bridge} ist nicht aktiv: {reason}.',
      'it failed': 'sie ist gescheitert',
    });
    expect(textOf(say(down, { bridge: 'br0', reason: say('it failed') }))).toBe(
      'Die Bridge br0 ist nicht aktiv: sie ist gescheitert.',
    );
  });

  it('is English where its version has another message, or other values', () => {
    startLanguage('de', { [down]: 'Die Bridge {bridge} ist nicht aktiv: {reason}.' });
    expect(textOf(say('The {moon} is full.', { moon: 'moon' }))).toBe('The moon is full.');
    expect(textOf({ message: down, values: { bridge: 'br0' } })).toBe('The bridge br0 is down: {reason}.');
  });

  it('is data: nothing of it is read as a message, or looked up in what every object has', () => {
    startLanguage('de', {});
    for (const message of ['constructor', '__proto__', '{a, plural, other {x}}', '<b>{a}</b>', '{', "'{a}'"])
      expect(textOf({ message, values: {} })).toBe(message);
  });
});
