// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { accessesWithout, countOfAccesses, hasAccess } from './access-set.ts';
import { usageOf } from './access-usage.ts';

const own = {
  target: 'bulkhead_c_web_file_t',
  class: 'file',
  permissions: ['open', 'read', 'rename'],
  isOwn: true,
  isQuiet: false,
};
const proc = {
  target: 'proc_t',
  class: 'file',
  permissions: ['getattr', 'open', 'read'],
  isOwn: false,
  isQuiet: false,
};
const sysfs = { target: 'sysfs_t', class: 'dir', permissions: ['mounton'], isOwn: false, isQuiet: false };

it('says what was used of what is granted, and that of its own types nothing is surplus', () => {
  const recorded = [
    { target: 'proc_t', class: 'file', permissions: ['read'] },
    { target: 'proc_t', class: 'file', permissions: ['open', 'write'] },
    { target: 'bulkhead_c_web_file_t', class: 'file', permissions: ['open'] },
    { target: 'sysfs_t', class: 'file', permissions: ['mounton'] },
  ];
  expect(usageOf([own, proc, sysfs], recorded)).toEqual({
    granted: 7,
    used: 3,
    grantedOutside: 4,
    usedOutside: 2,
    accesses: [{ target: 'proc_t', class: 'file', permissions: ['open', 'read'] }],
    surplus: [
      { target: 'proc_t', class: 'file', permissions: ['getattr'] },
      { target: 'sysfs_t', class: 'dir', permissions: ['mounton'] },
    ],
    unknown: [],
  });
});

it('takes for no surplus what is denied without a record, unless it was recorded', () => {
  const key = { target: 'kernel_t', class: 'key', permissions: ['link', 'search'], isOwn: false, isQuiet: true };
  const seen = { target: 'kernel_t', class: 'key', permissions: ['link'] };
  expect(usageOf([key, sysfs], [seen])).toMatchObject({
    grantedOutside: 3,
    accesses: [seen],
    surplus: [{ target: 'sysfs_t' }],
    unknown: [{ target: 'kernel_t', class: 'key', permissions: ['search'] }],
  });
});

it('tells an access by its type, its class and its permission', () => {
  const has = hasAccess([proc]);
  expect([has('proc_t', 'file', 'read'), has('proc_t', 'dir', 'read'), has('sysfs_t', 'file', 'read')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(accessesWithout([proc, sysfs], [sysfs, { ...proc, permissions: ['open'] }])).toEqual([
    { ...proc, permissions: ['getattr', 'read'] },
  ]);
  expect(countOfAccesses([own, sysfs])).toBe(4);
});
