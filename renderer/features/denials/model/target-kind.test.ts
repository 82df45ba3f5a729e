// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { fakeEvent, fakeGroup } from '../../../../testing/models/denial.ts';
import { targetKindOf } from './target-kind.ts';

const level = (level: string): NonNullable<DenialGroup['sample']['target']> => ({
  user: 'system_u',
  role: 'object_r',
  type: 'any_t',
  level,
});
const sample = fakeEvent({ source: level('s0:c5,c6'), target: level('s0') });

function kindOf(changes: Partial<DenialGroup>): string {
  return targetKindOf(fakeGroup({ reason: 'no-rule', sample, ...changes }));
}

it.each([
  ['containers', { reason: 'other-categories' }],
  ['containers', { sourceType: 'bulkhead_c_db_t', targetType: 'bulkhead_c_web_file_t' }],
  ['containers', { targetType: 'container_file_t', sample: { ...sample, target: level('s0:c1,c2') } }],
  ['own', { targetType: 'container_file_t', sample: { ...sample, target: level('s0:c5,c6') } }],
  ['own', { sourceType: 'bulkhead_c_db_t', targetType: 'bulkhead_c_db_volume_t' }],
  ['own', { class: 'process', targetType: 'bulkhead_t' }],
  ['kernel', { class: 'capability', targetType: 'bulkhead_t' }],
  ['kernel', { targetType: 'system_map_t' }],
  ['kernel', { targetType: 'sysctl_kernel_t' }],
  ['kernel', { class: 'netlink_audit_socket', targetType: 'bulkhead_t' }],
  ['kernel', { class: 'filesystem', targetType: 'fs_t' }],
  ['kernel', { class: 'unix_dgram_socket', targetType: 'kernel_t' }],
  ['devices', { class: 'blk_file', targetType: 'fixed_disk_device_t' }],
  ['devices', { class: 'dir', targetType: 'usb_device_t' }],
  ['processes', { class: 'unix_stream_socket', targetType: 'init_t' }],
  ['files', { targetType: 'shadow_t' }],
  ['network', { class: 'tcp_socket', targetType: 'http_cache_port_t' }],
  ['network', { class: 'packet', targetType: 'unlabeled_t' }],
] as const)('%s: %j', (kind, changes) => {
  expect(kindOf(changes)).toBe(kind);
});

it('does not take the domain of a container for that of one whose name begins with it', () => {
  expect(kindOf({ sourceType: 'bulkhead_c_db_t', targetType: 'bulkhead_c_db2_file_t' })).toBe('containers');
  expect(kindOf({ sourceType: 'bulkhead_c_db_t', targetType: 'bulkhead_c_db_d1_file_t' })).toBe('containers');
});
