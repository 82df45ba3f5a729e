// SPDX-License-Identifier: Apache-2.0
/** Instances as Incus 6.0.4 writes them, with all that a confined one on Debian has. */

import { type CategoryPair, categoryCount, levelOf } from '../../helper/selinux/category-pairs.ts';

/** The member of an instance, in turns: `m007`. */
export function memberOf(index: number, members: number): string {
  return `m${String(index % members).padStart(3, '0')}`;
}

export function nameOfInstance(index: number): string {
  return `tenant-${String(index).padStart(5, '0')}`;
}

/** Gives another pair for each index, in the order of the first category. */
export function pairOfIndex(index: number): CategoryPair {
  let rest = index;
  for (let low = 0; ; low += 1) {
    const above = categoryCount - 1 - low;
    if (rest < above) return [low, low + 1 + rest];
    rest -= above;
  }
}

export function instanceOfIndex(index: number, { members, mark }: { members: number; mark: string }): object {
  const base = 1_000_000 + index * 65_536;
  const idmap = JSON.stringify([
    { Isuid: true, Isgid: false, Hostid: base, Nsid: 0, Maprange: 65_536 },
    { Isuid: false, Isgid: true, Hostid: base, Nsid: 0, Maprange: 65_536 },
  ]);
  const level = levelOf(pairOfIndex(index));
  const image = {
    'image.architecture': 'amd64',
    'image.description': 'Debian trixie amd64 (20261101_05:24)',
    'image.os': 'Debian',
    'image.release': 'trixie',
    'image.serial': '20261101_05:24',
    'image.type': 'squashfs',
    'image.variant': 'default',
  };
  const config = {
    ...image,
    'limits.memory': mark === '' ? '512MiB' : `${512 + ((mark.length + Number(mark.split('-')[1])) % 400)}MiB`,
    'limits.cpu.allowance': '50ms/100ms',
    'raw.lxc':
      `lxc.selinux.context = system_u:system_r:bulkhead_t:${level}\nlxc.mount.entry =\n` +
      'lxc.mount.entry = mqueue dev/mqueue mqueue rw,relatime,create=dir,optional 0 0\n' +
      'lxc.mount.auto = proc:mixed sys:mixed\nlxc.cgroup2.memory.oom.group = 0\n',
    'security.guestapi': 'false',
    'security.idmap.base': String(base),
    'security.idmap.isolated': 'true',
    'security.idmap.size': '65536',
    'user.bulkhead.version': '1',
    'user.mark': mark,
    'volatile.base_image': 'a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90',
    'volatile.cloud-init.instance-id': '5d5b3a43-1c8b-4c0e-9a3d-3f51c6f7a111',
    'volatile.eth0.host_name': `veth${index.toString(16).padStart(8, '0')}`,
    'volatile.eth0.hwaddr': '00:16:3e:aa:bb:cc',
    'volatile.idmap.base': String(base),
    'volatile.idmap.current': idmap,
    'volatile.idmap.next': idmap,
    'volatile.last_state.idmap': '[]',
    'volatile.last_state.power': 'RUNNING',
    'volatile.uuid': '2f0a1b7c-6a58-4a0e-8a65-0f7b9f3b1a22',
    'volatile.uuid.generation': '2f0a1b7c-6a58-4a0e-8a65-0f7b9f3b1a22',
  };
  const devices = {
    root: {
      'initial.block.mount_options': `discard,context="system_u:object_r:bulkhead_file_t:${level}"`,
      path: '/',
      pool: 'fast',
      type: 'disk',
    },
  };
  return {
    name: nameOfInstance(index),
    project: 'default',
    type: 'container',
    description: '',
    architecture: 'x86_64',
    status: 'Running',
    status_code: 103,
    stateful: false,
    ephemeral: false,
    profiles: ['default'],
    location: memberOf(index, members),
    created_at: '2026-11-28T08:00:00Z',
    last_used_at: '2026-11-28T08:00:01Z',
    config,
    devices,
    expanded_config: config,
    expanded_devices: { ...devices, eth0: { name: 'eth0', network: 'incusbr0', type: 'nic' } },
  };
}
