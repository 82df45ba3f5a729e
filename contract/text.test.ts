// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import { listWords } from './wording/list-words.ts';
import { beginSentence, joinWords, phraseOf, say, t, textOf, translateBy, type Words } from './text.ts';

afterEach(() => translateBy(undefined));

describe('a text that nobody translates', () => {
  it('is filled in with its values, each as often as it is named', () => {
    expect(t('{name} and {other}, not {name}', { name: 'web', other: 2 })).toBe('web and 2, not web');
  });

  it('is taken as it is written when it has no values', () => {
    expect(t('a {name}')).toBe('a {name}');
  });

  it('keeps names that have no value', () => {
    expect(t('{name} of {unknown}, { name }', { name: 'web' })).toBe('web of {unknown}, { name }');
  });

  it('does not fill in what a value says', () => {
    expect(t('{name}: {reason}', { name: '{reason}', reason: '{name} $& $1' })).toBe('{reason}: {name} $& $1');
  });
});

it('is given by the translator while there is one', () => {
  translateBy((message, values) => `${message.toUpperCase()} ${JSON.stringify(values)}`);
  expect([t('a {name}', { name: 'web' }), t('b')]).toEqual(['A {NAME} {"name":"web"}', 'B undefined']);
  translateBy(undefined);
  expect(t('a {name}', { name: 'web' })).toBe('a web');
});

describe('words that one process says and another shows', () => {
  it('are a message and its values until they are shown, with phrases among the values', () => {
    const reason = say('the host has no bridge {bridge}', { bridge: 'br0' });
    const words = say('cannot set up the network: {reason}', { reason });
    expect(JSON.parse(JSON.stringify(words))).toEqual({
      message: 'cannot set up the network: {reason}',
      values: { reason: { message: 'the host has no bridge {bridge}', values: { bridge: 'br0' } } },
    });
    expect(textOf(words)).toBe('cannot set up the network: the host has no bridge br0');
  });

  it('are translated from the innermost value on, and English where a message is not known', () => {
    const german: Readonly<Record<string, string>> = { 'no {thing}': 'kein {thing}', bridge: 'eine Bridge' };
    translateBy((message, values) => german[message]?.replace('{thing}', String(values?.thing)));
    const words: Words = say('cannot start: {reason}', { reason: say('no {thing}', { thing: say('bridge') }) });
    expect(textOf(words)).toBe('cannot start: kein eine Bridge');
  });

  it('that are text stay as they are, also where they look like a message', () => {
    translateBy(() => 'translated');
    expect([textOf('Remove'), textOf(phraseOf('Remove'))]).toEqual(['Remove', 'translated']);
  });

  it('are joined, listed, and begin a sentence', () => {
    expect(textOf(joinWords([say('one {n}', { n: 1 }), 'two'], '; '))).toBe('one 1; two');
    expect(textOf(joinWords(['{0} {1}', 'b'], ' '))).toBe('{0} {1} b');
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((names) => textOf(listWords(names)))).toEqual([
      ...['', 'a', 'a and b', 'a, b and c'],
    ]);
    expect(textOf(say('{advice}.', { advice: beginSentence(say('remove it')) }))).toBe('Remove it.');
  });
});
