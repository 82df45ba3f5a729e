// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { isConfiningType } from './confining-type.ts';

test.each(['bulkhead_t', 'bulkhead_c_web_t', 'container_t', 'svirt_lxc_net_t', 'lxc_t', 'my_init_t', 'init_tmp'])(
  '%s confines',
  (type) => {
    expect(isConfiningType(type)).toBe(true);
  },
);

test.each([
  ...['', 'bulkhead_helper_t', 'unconfined_t', 'unconfined_service_t', 'sysadm_t', 'spc_t', 'initrc_t'],
  ...['kernel_t', 'kernel_generic_helper_t', 'init_t'],
])('%j confines nothing', (type) => {
  expect(isConfiningType(type)).toBe(false);
});
