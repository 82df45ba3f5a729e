// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { foreignStatements } from './foreign-statements.ts';

describe("what a module says about Bulkhead's names", () => {
  it('is nothing for a module that has none of them, whatever it is', () => {
    expect(foreignStatements('(allow web_t etc_t (file (read)))\n(((')).toEqual([]);
  });

  it('is a rule, with what it grants', () => {
    expect(foreignStatements('(type x_t)\n(allow bulkhead_t etc_t (file (read open)))')).toEqual([
      {
        line: 2,
        text: '(allow bulkhead_t etc_t (file (read open)))',
        declared: null,
        rule: { source: 'bulkhead_t', target: 'etc_t', class: 'file', permissions: ['read', 'open'] },
      },
    ]);
  });

  it('is a rule about itself', () => {
    expect(foreignStatements('(allow bulkhead_t self (process (execmem)))')).toMatchObject([
      { rule: { source: 'bulkhead_t', target: 'bulkhead_t' } },
    ]);
  });

  it.each([
    '(allow bulkhead_t etc_t (file (all)))',
    '(allow bulkhead_t etc_t (file (not (read))))',
    '(allow bulkhead_t etc_t some_permissions)',
    '(allow bulkhead_t etc_t)',
    '(typeattributeset domain (and (bulkhead_t) (not (web_t))))',
  ])('is the statement alone where it grants more than names: %s', (text) => {
    expect(foreignStatements(text)).toEqual([{ line: 1, text, declared: null, rule: null }]);
  });

  it.each([
    ['(type bulkhead_t)', 'bulkhead_t'],
    ['(typealias bulkhead_file_t)', 'bulkhead_file_t'],
    ['(typeattribute bulkhead_domain)', 'bulkhead_domain'],
  ])('is a declaration: %s', (text, declared) => {
    expect(foreignStatements(text)).toEqual([{ line: 1, text, declared, rule: null }]);
  });

  it('is a macro of the same name, and what it holds', () => {
    const found = foreignStatements('(macro bulkhead_own ((type T))\n (allow bulkhead_t T (file (read))))');
    expect(found.map(({ text, declared }) => [text, declared])).toEqual([
      ['(macro bulkhead_own …)', 'bulkhead_own'],
      ['(allow bulkhead_t T (file (read)))', null],
    ]);
  });

  it('is found within optionals and booleans', () => {
    const found = foreignStatements(
      '(optional o\n (typeattributeset cil_gen_require bulkhead_t)\n (booleanif (b)\n (true\n (allow ' +
        'bulkhead_t etc_t (file (read))))))',
    );
    expect(found.map(({ line, text }) => [line, text])).toEqual([[1, '(allow bulkhead_t etc_t (file (read)))']]);
  });
});
