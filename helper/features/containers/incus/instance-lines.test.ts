// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { someInstance } from '../../../incus/fixtures/some-instance.ts';
import { valueOf } from '../../../lxc/configuration-file.ts';
import { instanceLines, ownIdsOf } from './instance-lines.ts';

type Config = Readonly<Record<string, string>>;
const linesOf = (expanded_config: Config, expanded_devices: Readonly<Record<string, Config>> = {}) =>
  instanceLines(someInstance('web', { expanded_config, expanded_devices }));
const idmap = (base: number, count: number): string =>
  JSON.stringify([{ Isuid: true, Isgid: true, Hostid: base, Nsid: 0, Maprange: count }]);

it('has the lines of raw.lxc last, since liblxc reads them last', () => {
  const lines = linesOf({ 'raw.lxc': 'lxc.selinux.context=a:b:c_t:s0\n# a remark\nlxc.idmap =\n' });
  expect(lines.slice(-2)).toEqual([
    { key: 'lxc.selinux.context', value: 'a:b:c_t:s0', file: 'raw.lxc' },
    { key: 'lxc.idmap', value: '', file: 'raw.lxc' },
  ]);
});

it('has its ids as LXC writes them, and none when it is privileged', () => {
  const config = { 'volatile.idmap.next': idmap(1_000_000, 65_536) };
  const ids = (lines: ReturnType<typeof linesOf>): readonly string[] =>
    lines.flatMap(({ key, value }) => (key === 'lxc.idmap' ? [value] : []));
  expect(ids(linesOf(config))).toEqual(['u 0 1000000 65536', 'g 0 1000000 65536']);
  expect(ids(linesOf({ ...config, 'security.privileged': 'true' }))).toEqual([]);
  expect(ids(linesOf({ 'volatile.idmap.next': '[{"Hostid":"x"}]' }))).toEqual([]);
});

it('has folders of the host as mounts, and devices of the host by their names', () => {
  const lines = linesOf(
    {},
    {
      root: { type: 'disk', path: '/', pool: 'fast' },
      data: { type: 'disk', source: '/srv/my data', path: '/data', readonly: 'true' },
      kvm: { type: 'unix-char', source: '/dev/kvm' },
    },
  );
  expect(lines).toContainEqual({
    key: 'lxc.mount.entry',
    value: '/srv/my\\040data /data none bind,ro 0 0',
    file: 'device data',
  });
  expect(lines).toContainEqual({ key: 'devices.unix-char', value: '/dev/kvm', file: 'device kvm' });
  expect(valueOf(lines, 'lxc.rootfs.path')).toBe('/var/lib/incus/storage-pools/fast/containers/web/rootfs');
});

it('says that the API for guests is there unless it is switched off', () => {
  expect(valueOf(linesOf({}), 'security.guestapi')).toBe('true');
  expect(valueOf(linesOf({ 'security.guestapi': 'false' }), 'security.guestapi')).toBe('false');
});

it('ids are its own only where they are isolated', () => {
  const config = { 'volatile.idmap.next': idmap(1_065_536, 65_536) };
  expect(ownIdsOf(someInstance('web', { expanded_config: config }))).toBeUndefined();
  const isolated = { ...config, 'security.idmap.isolated': 'true' };
  expect(ownIdsOf(someInstance('web', { expanded_config: isolated }))).toEqual({ base: 1_065_536, count: 65_536 });
});
