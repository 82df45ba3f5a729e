// SPDX-License-Identifier: Apache-2.0
import { macrosOfModules } from '../../../contract/model/policy/module-macros.ts';
import { expect, test } from 'vitest';
import { cilCompletions } from './cil-completions.ts';

const names = {
  types: ['http_port_t', 'proc_t'],
  classes: [
    { name: 'dir', permissions: ['search'] },
    { name: 'file', permissions: ['open', 'read'] },
  ],
};
const completionsAt = (before: string) => cilCompletions(before, 'bulkhead_c_web_t', names);

test.each([
  ['(', ['allow', 'dontaudit', 'auditallow', 'call']],
  ['(allow ', ['bulkhead_c_web_t']],
  ['(allow bulkhead_c_web_t ', ['self', 'http_port_t', 'proc_t']],
  ['(allow bulkhead_c_web_t proc_t (', ['dir', 'file']],
  ['(allow bulkhead_c_web_t proc_t (file (', ['open', 'read']],
  ['; (call\n(allow bulkhead_c_web_t proc_t (file (read ', ['open', 'read']],
  ['(call ', macrosOfModules],
  ['(call bulkhead_serve_tcp (', ['bulkhead_c_web_t']],
  ['(call bulkhead_serve_tcp (bulkhead_c_web_t ', ['http_port_t', 'proc_t']],
])('after %j come the names that may stand there', (before, words) => {
  expect(completionsAt(`(type bulkhead_c_web_t)\n(filecon "/a(b" any ())\n${before}`)).toEqual(words);
});

test.each([
  '',
  '; a comment ',
  '(type ',
  '(allow bulkhead_c_web_t proc_t (gone_class (',
  '(allow bulkhead_c_web_t proc_t (file (read)) ',
  '(call bulkhead_serve_tcp (bulkhead_c_web_t proc_t ',
])('after %j nothing is offered', (before) => {
  expect(completionsAt(before)).toEqual([]);
});

test('before the policy was asked, what the module itself may say is offered', () => {
  expect([
    cilCompletions('(', 'd', undefined).length,
    cilCompletions('(allow d ', 'd', undefined),
    cilCompletions('(allow d x (', 'd', undefined),
  ]).toEqual([4, ['self'], []]);
});
