// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { mislabelled } from './file-labels.ts';

it('reads what restorecon would do, and nothing else', () => {
  expect(
    mislabelled(
      'Would relabel /var/lib/bulkhead/lock from u:object_r:tmp_t:s0 to ' +
        'u:object_r:var_lib_t:s0\nWarning no default label for /x\n',
    ),
  ).toEqual([{ path: '/var/lib/bulkhead/lock', actual: 'u:object_r:tmp_t:s0', expected: 'u:object_r:var_lib_t:s0' }]);
});
