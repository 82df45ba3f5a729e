// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { describeUnknownFields, fieldIn, matchesSearch, parseSearch, type SearchSubject } from './search.ts';

const web: SearchSubject = {
  words: ['web', '10.77.0.10'],
  wholeWords: ['running'],
  field: (name) =>
    ({ name: 'web', state: 'running', category: ['c1', 'c2'], memory: 300 * 1024 ** 2, denials: 3, uptime: 7200 })[
      name
    ],
};
const matches = (text: string): boolean => matchesSearch(web, parseSearch(text));

it('finds words, fields, negations and numbers, all of which must hold', () => {
  expect(
    [
      '',
      'we',
      'WEB',
      'state:running',
      'state:running -name:db',
      'category:c2',
      'memory>100M',
      'denials:3',
      'denials<5 10.77',
      'running',
      'memory>=300M memory<=300M',
      'uptime>90min uptime<3h uptime<1d',
    ].map(matches),
  ).toEqual(Array.from({ length: 12 }, () => true));
  expect(
    [
      'db',
      '-web',
      'state:stopped',
      '-state:running',
      'memory>1G',
      'category:c9',
      'state:running db',
      'nonsense:1',
      'runn',
      'uptime>3h',
    ].map(matches),
  ).toEqual(Array.from({ length: 10 }, () => false));
});

it('finds a field that has to be named as a whole by nothing less', () => {
  const tagged: SearchSubject = { words: [], wholeFields: ['tag'], field: () => ['preprod', 'front'] };
  const finds = (text: string): boolean => matchesSearch(tagged, parseSearch(text));
  expect(['tag:front', 'tag:FRONT', 'tag:prod', '-tag:prod', 'tag:pre'].map(finds)).toEqual([
    true,
    true,
    false,
    true,
    false,
  ]);
});

it('keeps quoted values together', () => {
  expect(parseSearch('path:"a b" -"c d"')).toEqual([
    { field: 'path', comparison: ':', value: 'a b', isNegated: false },
    { field: undefined, comparison: ':', value: 'c d', isNegated: true },
  ]);
});

it('does not stumble over what is half typed', () => {
  expect(['state:', '-', '"', 'state:"run', ':', '-state:'].every((text) => Array.isArray(parseSearch(text)))).toBe(
    true,
  );
});

it('names fields that the table does not have', () => {
  expect(describeUnknownFields(parseSearch('stat:running name:web stat:x'), ['name', 'state'])).toBe(
    'Unknown field "stat". Known fields: name, state.',
  );
  expect(describeUnknownFields(parseSearch('name:web running'), ['name', 'state'])).toBeUndefined();
});

it('leaves no row out while a term is being typed', () => {
  expect(['state:', 'cpu>', '-', '-state:', 'memory>='].map((text) => parseSearch(text))).toEqual([[], [], [], [], []]);
  expect(parseSearch('web cpu>')).toMatchObject([{ field: undefined, value: 'web' }]);
});

it('finds no row by a field that every object has', () => {
  const subject: SearchSubject = { words: [], field: fieldIn({ name: 'web' }) };
  expect(
    ['name:web', 'constructor:x', '-constructor:x'].map((text) => matchesSearch(subject, parseSearch(text))),
  ).toEqual([true, false, true]);
});
