// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { contentTypeOf } from './content-type.ts';

test.each([
  ['bulkhead_t', 'bulkhead_file_t'],
  ['bulkhead_c_web_t', 'bulkhead_c_web_file_t'],
  ['container_t', 'container_file_t'],
  ['svirt_lxc_net_t', 'container_file_t'],
  ['lxc_t', 'container_file_t'],
  ['svirt_t', undefined],
  ['my_bulkhead_t', undefined],
])('the files of %s are of the type %s', (domain, type) => {
  expect(contentTypeOf(domain)).toBe(type);
});
