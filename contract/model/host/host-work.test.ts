// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { concernsContainers } from './host-work.ts';

it('knows what works for containers and what is theirs from what is the host’s alone', () => {
  const pairs = [
    ['dnsmasq_t', 'initrc_runtime_t'],
    ['bulkhead_helper_t', 'proc_t'],
    ['rsync_t', 'bulkhead_file_t'],
    ['backup_t', 'container_file_t'],
    ['rsync_t', 'bulkhead_p_7_volume_t'],
    ['rsync_t', 'bulkhead_c_web_file_t'],
    ['bulkhead_t', 'bulkhead_policy_exec_t'],
    ['getty_t', 'tmpfs_t'],
    ['notdnsmasq_t', 'etc_t'],
    ['bulkhead_t', 'bulkhead_t'],
  ] as const;
  expect(pairs.map(([sourceType, targetType]) => concernsContainers({ sourceType, targetType }))).toEqual([
    true,
    true,
    true,
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
