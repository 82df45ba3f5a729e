// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { createFindOrigins } from './rule-origins.ts';

const base = [
  '(classpermission any_file)',
  '(classpermissionset any_file (file (all)))',
  '(macro keep ((type domain) (type files))',
  '  (allow domain files (file (read write)))',
  '  (call inner (domain)))',
  '(macro inner ((type one)) (allow one log_t (dir (search))))',
  '(allow a_t any_t any_file)',
].join('\n');
const web = [
  '; a comment',
  '(call keep (web_t web_file_t))',
  '(booleanif web_logs',
  '  (true (allow web_t log_t (file (append open)))))',
].join('\n');
const find = createFindOrigins(
  new Map([
    ['base', base],
    ['web', web],
    ['broken', '(allow web_t'],
  ]),
);
const linesOf = (source: string, target: string, className: string, ...permissions: string[]): readonly string[] =>
  find({ source, target, class: className, permissions }).map(({ module, line }) => `${module}:${line}`);

test('finds a statement, also below a boolean and by a macro, where the module calls it', () => {
  expect(linesOf('web_t', 'log_t', 'file', 'append')).toEqual(['web:3']);
  expect(linesOf('web_t', 'web_file_t', 'file', 'write')).toEqual(['web:2']);
  expect(linesOf('web_t', 'log_t', 'dir', 'search')).toEqual(['web:2']);
});

test('a named set of permissions grants what it has', () => {
  expect(linesOf('a_t', 'any_t', 'file', 'read')).toEqual(['base:7']);
});

test('finds nothing for other permissions, nor for a macro that nobody calls', () => {
  expect(linesOf('web_t', 'log_t', 'file', 'write')).toEqual([]);
  expect(linesOf('domain', 'files', 'file', 'read')).toEqual([]);
});

test('ends with macros that call one another without end, or make too many statements', () => {
  const calls = (name: string): string => `(call ${name} (a_t))`.repeat(30);
  const names = Array.from({ length: 8 }, (_, place) => `m${place}`);
  const macros = names.map((name, place) => `(macro ${name} ((type a)) ${calls(names[(place + 1) % 8] ?? '')})`);
  const endless = createFindOrigins(new Map([['endless', [...macros, '(call m0 (a_t))'].join('\n')]]));
  expect(endless({ source: 'a_t', target: 'b_t', class: 'file', permissions: ['read'] })).toEqual([]);
});
