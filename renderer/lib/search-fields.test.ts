// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { completeSearch } from './search-completion.ts';
import { findSearchProblem, type SearchField } from '../../contract/search/search-fields.ts';

const fields: readonly SearchField[] = [
  { name: 'name', kind: 'text', meaning: 'Part of the name', example: 'name:web' },
  { name: 'state', kind: 'text', meaning: 'What it does', example: 'state:running', values: ['running', 'stopped'] },
  { name: 'memory', kind: 'number', meaning: 'Memory in use', example: 'memory>100M' },
];

describe('every mistake in a filter has an answer (window 29)', () => {
  it.each([
    ['stat:running', 'Unknown field "stat". Did you mean state?'],
    ['foo:1', 'Unknown field "foo". Known fields: name, state, memory.'],
    ['memory>abc', 'Cannot compare memory with "abc": write for example memory>100M.'],
    ['memory:abc', 'Cannot compare memory with "abc": write for example memory>100M.'],
    ['name>5', 'Cannot compare name by >: it is a text. Write for example name:web.'],
    ['state:runing', 'No state is called "runing". Did you mean running?'],
    ['state:away', 'No state is called "away". Known: running, stopped.'],
    ['name:"a b', 'Close the quote with another ".'],
  ])('%s', (text, problem) => {
    expect(findSearchProblem(text, fields)).toBe(problem);
  });

  it('and what is right, or only begun, has none', () => {
    const right = ['', 'web', 'state:run', 'state:', 'memory>', 'memory>=1.5G', '-name:"a b" memory<80%'];
    expect(right.map((text) => findSearchProblem(text, fields))).toEqual(right.map(() => undefined));
  });
});

describe('the completion of a filter', () => {
  const offers = (text: string, caret = text.length) =>
    completeSearch(text, caret, fields).map(({ label, text: whole, caret: place }) => [label, whole, place]);

  it('offers fields that the word begins, with what comes after them', () => {
    expect(offers('me')).toEqual([['memory>', 'memory>', 7]]);
    expect(offers('web -st')).toEqual([['state:', 'web -state:', 11]]);
    expect(offers('')).toHaveLength(3);
  });

  it('offers the values of a field, and leaves what stands after the caret', () => {
    expect(offers('state:')).toEqual([
      ['running', 'state:running ', 14],
      ['stopped', 'state:stopped ', 14],
    ]);
    expect(offers('state:st web', 8)).toEqual([['stopped', 'state:stopped  web', 14]]);
  });

  it('offers nothing for a name, a value that is whole, or a field that it does not know', () => {
    expect(['web-1', 'state:running', 'foo:'].map((text) => offers(text))).toEqual([[], [], []]);
  });
});
