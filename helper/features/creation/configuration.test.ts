// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { noLimits } from '../../../contract/model/containers/limits.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import { configurationLines, type ContainerConfiguration } from './configuration.ts';
import { withContext } from '../containers/chosen-context.ts';
import { formatConfiguration, parseConfiguration } from '../../lxc/configuration-file.ts';

const web: ContainerConfiguration = {
  name: 'web',
  rootfs: '/var/lib/lxc/web/rootfs',
  places: {
    consoleLog: '/var/lib/bulkhead/containers/web/console.log',
    rootMount: '/var/lib/bulkhead/root-mount',
  },
  context: { user: 'system_u', role: 'system_r', type: 'bulkhead_t', level: 's0:c5,c6' },
  labelsMemory: false,
  ids: { base: 165_536, count: 65_536 },
  limits: { ...noLimits, memoryBytes: 512 * 2 ** 20, cpus: 1.5, cpuWeight: 200, cpuSet: '0-3', pids: null },
  io: [],
  network: { kind: 'nat' },
  settings: noSettings,
  ownBridges: new Set(),
  isNested: false,
  hardwareAddress: '10:66:6a:01:02:03',
};

describe('the configuration', () => {
  test('holds exactly what confines, limits and connects the container', () => {
    const lines = configurationLines(web).map(({ key, value }) => `${key} = ${value}`);
    expect(lines.map((line) => line.replace(/bh[0-9a-f]{13}/, 'VETH'))).toEqual([
      'lxc.uts.name = web',
      'lxc.rootfs.path = dir:/var/lib/lxc/web/rootfs',
      'lxc.selinux.context = system_u:system_r:bulkhead_t:s0:c5,c6',
      'lxc.idmap = u 0 165536 65536',
      'lxc.idmap = g 0 165536 65536',
      'lxc.cap.drop = mac_admin mac_override sys_time sys_module sys_rawio syslog wake_alarm block_suspend audit_control',
      'lxc.seccomp.profile = /usr/lib/bulkhead/seccomp/container.seccomp',
      'lxc.autodev = 1',
      'lxc.hook.version = 1',
      'lxc.hook.autodev = /usr/bin/chcon system_u:object_r:bulkhead_tmpfs_t:s0:c5,c6 $LXC_ROOTFS_MOUNT/dev',
      'lxc.pty.max = 512',
      'lxc.tty.max = 0',
      'lxc.console.logfile = /var/lib/bulkhead/containers/web/console.log',
      'lxc.console.size = 524288',
      'lxc.console.rotate = 1',
      'lxc.rootfs.mount = /var/lib/bulkhead/root-mount',
      'lxc.mount.auto = proc:mixed sys:mixed cgroup:rw:force',
      'lxc.cgroup2.cgroup.max.descendants = 1000',
      'lxc.cgroup2.cgroup.max.depth = 32',
      'lxc.cgroup2.memory.swap.max = 0',
      'lxc.cgroup2.memory.max = 536870912',
      'lxc.cgroup2.cpu.max = 150000 100000',
      'lxc.cgroup2.cpu.weight = 200',
      'lxc.cgroup2.cpuset.cpus = 0-3',
      'lxc.net.0.type = veth',
      'lxc.net.0.link = lxcbr0',
      'lxc.net.0.flags = up',
      'lxc.net.0.name = eth0',
      'lxc.net.0.veth.pair = VETH',
      'lxc.net.0.hwaddr = 10:66:6a:01:02:03',
      'lxc.net.0.script.up = /bin/sh /usr/lib/bulkhead/network/guard-port.sh up nat VETH 0x10666a010203 0x12666afffe010203 learned',
      'lxc.net.0.script.down = /bin/sh /usr/lib/bulkhead/network/guard-port.sh down VETH',
      'lxc.hook.start-host = /bin/sh /usr/lib/bulkhead/network/guard-namespace.sh up 512',
      'lxc.hook.stop = /bin/sh /usr/lib/bulkhead/network/guard-namespace.sh down',
    ]);
  });

  test('mounts what it has in memory, and labels it, where new files get the level of their folder', () => {
    const usual = configurationLines(web);
    const added = configurationLines({ ...web, labelsMemory: true }).filter(
      (line) => !usual.some(({ key, value }) => key === line.key && value === line.value),
    );
    expect(added.map(({ key, value }) => `${key} = ${value}`)).toEqual([
      'lxc.hook.autodev = /usr/bin/chcon system_u:object_r:bulkhead_tmpfs_t:s0:c5,c6 $LXC_ROOTFS_MOUNT/dev ' +
        '$LXC_ROOTFS_MOUNT/run $LXC_ROOTFS_MOUNT/run/lock $LXC_ROOTFS_MOUNT/tmp $LXC_ROOTFS_MOUNT/dev/shm',
      'lxc.mount.entry = tmpfs run tmpfs rw,nosuid,nodev,mode=755,create=dir 0 0',
      'lxc.mount.entry = tmpfs run/lock tmpfs rw,nosuid,nodev,noexec,mode=1777,size=5m,create=dir 0 0',
      'lxc.mount.entry = tmpfs tmp tmpfs rw,nosuid,nodev,mode=1777,create=dir 0 0',
      'lxc.mount.entry = tmpfs dev/shm tmpfs rw,nosuid,nodev,mode=1777,create=dir 0 0',
    ]);
  });

  test.each([false, true])(
    'in another domain has the same lines with its types (memory labelled: %s)',
    (labelsMemory) => {
      const own = { ...web, labelsMemory, context: { ...web.context, type: 'bulkhead_c_web_t' } };
      const lines = configurationLines({ ...web, labelsMemory });
      expect(withContext(lines, 'system_u:system_r:bulkhead_c_web_t:s0:c5,c6')).toEqual(configurationLines(own));
    },
  );

  test('is what comes back when it is written and read', () => {
    expect(parseConfiguration(formatConfiguration(configurationLines(web)))).toEqual(configurationLines(web));
  });

  test('of a container without network has an empty one, and no interface of the host', () => {
    const network = configurationLines({ ...web, network: { kind: 'none' } }).filter(({ key }) =>
      key.startsWith('lxc.net.'),
    );
    expect(network).toEqual([{ key: 'lxc.net.0.type', value: 'empty' }]);
  });

  test('of a container on an interface is isolated from others there', () => {
    const lines = configurationLines({ ...web, network: { kind: 'macvlan', parent: 'eno1' } });
    expect(lines).toEqual(
      expect.arrayContaining([
        { key: 'lxc.net.0.type', value: 'macvlan' },
        { key: 'lxc.net.0.link', value: 'eno1' },
        { key: 'lxc.net.0.macvlan.mode', value: 'private' },
      ]),
    );
    expect(lines.filter(({ key }) => key.startsWith('lxc.net.0.script'))).toEqual([]);
  });

  test('of a container on a bridge names that bridge', () => {
    expect(configurationLines({ ...web, network: { kind: 'bridge', bridge: 'br0' } })).toContainEqual({
      key: 'lxc.net.0.link',
      value: 'br0',
    });
  });
});
