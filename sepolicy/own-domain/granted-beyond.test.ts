// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { readPolicy } from '../read-policy.ts';
import { grantedBeyond } from './granted-beyond.ts';

const names = `(class file (open read write))
(class process (signal))
(typeattribute files)
(typeattribute bulkhead_domain)
(type bulkhead_c_web_t)
(type bulkhead_c_web_file_t)
(type a_t)
(type b_t)
(typeattributeset files (a_t b_t))
(typeattributeset bulkhead_domain (bulkhead_c_web_t))
`;
const rules = [
  '(allow bulkhead_domain files (file (open read)))',
  '(allow bulkhead_c_web_t bulkhead_c_web_file_t (file (write)))',
  '(allow bulkhead_c_web_t self (process (signal)))',
  // The policy that grants an access may hide it: what counts is whether the other one does.
  '(dontaudit bulkhead_domain a_t (file (open)))',
];

it('names each type by itself, and says which are its own', () => {
  const more = readPolicy(names + rules.join('\n'));
  // The names stand in another order, so that the places of types and permissions differ.
  const less = readPolicy(`(type b_t)\n(type a_t)\n(class file (write read open))\n(type bulkhead_c_web_t)
(allow bulkhead_c_web_t a_t (file (read)))
(dontaudit bulkhead_c_web_t b_t (file (read)))`);
  expect(grantedBeyond(more, less, 'bulkhead_c_web_t')).toEqual([
    { target: 'bulkhead_c_web_file_t', class: 'file', permissions: ['write'], isOwn: true, isQuiet: false },
    { target: 'a_t', class: 'file', permissions: ['open'], isOwn: false, isQuiet: false },
    { target: 'b_t', class: 'file', permissions: ['read'], isOwn: false, isQuiet: true },
    { target: 'b_t', class: 'file', permissions: ['open'], isOwn: false, isQuiet: false },
    { target: 'bulkhead_c_web_t', class: 'process', permissions: ['signal'], isOwn: true, isQuiet: false },
  ]);
  expect(grantedBeyond(less, more, 'bulkhead_c_web_t')).toEqual([]);
});

it('has an access that a boolean grants meanwhile as one whose use leaves no record', () => {
  const ofBoolean = '(boolean fips true)\n(booleanif fips (true (allow bulkhead_domain a_t (file (read write)))))\n';
  const less = readPolicy(names + ofBoolean);
  const more = readPolicy(`${names + ofBoolean}(allow bulkhead_c_web_t a_t (file (open read)))`);
  expect(grantedBeyond(more, less, 'bulkhead_c_web_t')).toEqual([
    { target: 'a_t', class: 'file', permissions: ['read'], isOwn: false, isQuiet: true },
    { target: 'a_t', class: 'file', permissions: ['open'], isOwn: false, isQuiet: false },
  ]);
});
