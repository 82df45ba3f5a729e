// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { readPolicy } from '../read-policy.ts';
import { openedChannels } from './opened-channels.ts';

const base = [
  '(class file (read write getattr)) (class process (signal)) (class dir (search))',
  '(typeattribute bulkhead_domain) (typeattribute bulkhead_content)',
  '(type bulkhead_c_a_t) (type bulkhead_c_a_file_t) (type bulkhead_c_b_t) (type bulkhead_c_b_file_t)',
  '(type bulkhead_c_d_t) (type daemon_t) (type var_log_t)',
  '(typeattributeset bulkhead_domain (bulkhead_c_a_t bulkhead_c_b_t bulkhead_c_d_t))',
  '(typeattributeset bulkhead_content (bulkhead_c_a_file_t bulkhead_c_b_file_t))',
  '(allow bulkhead_c_a_t bulkhead_c_a_file_t (file (read write)))',
  '(allow bulkhead_c_b_t bulkhead_c_b_file_t (file (read write)))',
];
const toB = '(allow bulkhead_c_a_t bulkhead_c_b_file_t (file (write)))';

function opened(before: readonly string[], after: readonly string[], others = ['bulkhead_c_b_t', 'bulkhead_c_d_t']) {
  const policies = [before, after].map((texts) => readPolicy([...base, ...texts].join('\n')));
  const [one, other] = policies;
  if (one === undefined || other === undefined) throw new Error('there are two policies');
  return openedChannels(one, other, { domain: 'bulkhead_c_a_t', others }).map(
    ({ from, to, steps }) => `${from} ${steps.map((step) => step.target).join(' ')} ${to}`,
  );
}

test('finds what a module opens to another container, and from it', () => {
  expect(opened([], [toB])).toEqual(['bulkhead_c_a_t bulkhead_c_b_file_t bulkhead_c_b_file_t bulkhead_c_b_t']);
  const fromB = '(allow bulkhead_c_a_t bulkhead_c_b_file_t (file (read)))';
  expect(opened([], [fromB])).toEqual(['bulkhead_c_b_t bulkhead_c_b_file_t bulkhead_c_b_file_t bulkhead_c_a_t']);
});

test('says nothing of what is open already, nor of a container that is not there', () => {
  expect(opened([toB], [toB])).toEqual([]);
  expect(opened([], [toB], ['bulkhead_c_d_t'])).toEqual([]);
  expect(opened([], ['(allow bulkhead_c_a_t bulkhead_c_a_file_t (file (getattr)))'])).toEqual([]);
});

test('finds what it opens to the host, and from it', () => {
  expect(opened([], ['(allow bulkhead_c_a_t var_log_t (file (write)))'])).toEqual([
    'bulkhead_c_a_t var_log_t var_log_t',
  ]);
  expect(opened([], ['(allow daemon_t bulkhead_c_a_file_t (file (write)))'])).toEqual([
    'daemon_t bulkhead_c_a_file_t bulkhead_c_a_file_t bulkhead_c_a_t',
  ]);
});

test('a domain that becomes permissive is denied nothing', () => {
  expect(opened([], ['(typepermissive bulkhead_c_a_t)'])).toEqual(['bulkhead_c_a_t  bulkhead_c_a_t']);
});
