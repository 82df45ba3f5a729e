// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import type { AuditLog } from '../../../../contract/model/denials/audit-log.ts';
import { fixableCheckSchema, hostCheckSchema, type HostCheck } from '../../../../contract/model/host/host-check.ts';
import type { HostInfo } from '../../../../contract/model/host/host.ts';
import { shippedModuleNames, type ShippedModule } from '../../../selinux/policy/shipped-modules.ts';
import { fakeHostInfo } from '../../../../testing/models/host.ts';
import { soundUnits } from '../fixtures/sound-units.ts';
import type { DoctorFacts } from '../facts/doctor-facts.ts';
import { judgeHost as givenJudgeHost } from './judge-host.ts';

const judgeHost = (...args: Parameters<typeof givenJudgeHost>) => inEnglish(givenJudgeHost(...args));

const writing: AuditLog = {
  state: 'writing',
  since: 1,
  freeBytes: 900 * 2 ** 20,
  neededBytes: 54 * 2 ** 20,
  attempts: 0,
  hasGivenUp: false,
};
const suspended: AuditLog = { ...writing, state: 'suspended', freeBytes: 2 ** 20 };
const modules = shippedModuleNames.map((name): ShippedModule => ({
  name,
  state: 'installed',
  shipped: 'a'.repeat(64),
  installed: 'a'.repeat(64),
}));

const sound: DoctorFacts = {
  info: fakeHostInfo,
  distribution: 'debian',
  kernel: { hasOverlay: true, hasUserNamespaces: true, hasSeccomp: true },
  controllers: ['cpuset', 'cpu', 'io', 'memory', 'pids'],
  missingActions: [],
  selinux: { configured: 'enforcing', hasCategories: true },
  modules,
  foreignModules: [],
  missingTools: [],
  missingLxcFiles: [],
  network: { hasBridge: true, hasService: true, hasPortGuard: true },
  networkProblems: [],
  ids: { users: 15_258, groups: 15_258, taken: 3 },
  denialLog: { source: 'auditd', isSuspended: false, isLimited: false },
  auditLog: writing,
  clock: { isSynchronised: true, hasTimeService: true, now: 1_795_600_000, builtAt: 1_795_000_000 },
  node: { version: '20.19.2', isReplaced: false },
  service: { isSocketEnabled: true, isServiceEnabled: true, domain: 'bulkhead_helper_t' },
  units: soundUnits,
  incusDomain: undefined,
  openDomainsOfIncus: [],
  images: 1,
  missingPortTypes: [],
  tables: {
    neighbours: [
      { family: 'ipv4', entries: 40, maxEntries: 32_768, overflows: 0 },
      { family: 'ipv6', entries: 16, maxEntries: 32_768, overflows: 0 },
    ],
    connections: { entries: 90, maxEntries: 262_144 },
    holders: {},
    raised: new Map(),
  },
  unaddressed: [],
};

const withNeighbours = (
  family: 'ipv4' | 'ipv6',
  changes: Partial<DoctorFacts['tables']['neighbours'][number]>,
  more: Partial<DoctorFacts['tables']> = {},
): Partial<DoctorFacts> => ({
  tables: {
    ...sound.tables,
    neighbours: sound.tables.neighbours.map((one) => (one.family === family ? { ...one, ...changes } : one)),
    ...more,
  },
});
const withConnections = (connections: DoctorFacts['tables']['connections']): Partial<DoctorFacts> => ({
  tables: { ...sound.tables, connections },
});
const unaddressed = (problem: DoctorFacts['unaddressed'][number]['problem']): Partial<DoctorFacts> => ({
  unaddressed: [{ name: 'web', problem, bridge: 'lxcbr0' }],
});

const foreign = {
  module: 'mine',
  priority: 400,
  statement: '(allow bulkhead_t etc_t (file (read)))',
  isGrave: false,
  problem: 'it has no effect',
  advice: 'remove it',
};

const withInfo = (changes: Partial<HostInfo>): Partial<DoctorFacts> => ({ info: { ...fakeHostInfo, ...changes } });
const withSelinux = (changes: Partial<HostInfo['selinux']>): Partial<DoctorFacts> =>
  withInfo({ selinux: { ...fakeHostInfo.selinux, ...changes } });
const withDisk = (changes: Partial<NonNullable<HostInfo['disk']>>): Partial<DoctorFacts> =>
  withInfo({ disk: fakeHostInfo.disk === null ? null : { ...fakeHostInfo.disk, ...changes } });
const withModule = (changes: Partial<ShippedModule>): Partial<DoctorFacts> => ({
  modules: modules.map((one) => (one.name === (changes.name ?? 'bulkhead') ? { ...one, ...changes } : one)),
});

function judge(changes: Partial<DoctorFacts> = {}): readonly HostCheck[] {
  return judgeHost({ ...sound, ...changes });
}

/** What is not as it has to be, in short: `id state`. */
function problems(changes: Partial<DoctorFacts>): readonly string[] {
  return judge(changes).flatMap(({ id, state }) => (state === 'ok' ? [] : [`${id} ${state}`]));
}

function checkOf(id: string, changes: Partial<DoctorFacts>): HostCheck | undefined {
  return judge(changes).find((one) => one.id === id);
}

const cases: readonly (readonly [string, Partial<DoctorFacts>, readonly string[]])[] = [
  ['a sound host', {}, []],
  ['an old kernel', withInfo({ kernel: '6.1.0-44-amd64' }), ['kernel fail']],
  ['a kernel without overlayfs', { kernel: { ...sound.kernel, hasOverlay: false } }, ['kernel-features fail']],
  ['no user namespaces', { kernel: { ...sound.kernel, hasUserNamespaces: false } }, ['kernel-features fail']],
  ['cgroup v1', withInfo({ cgroup: 'hybrid' }), ['cgroup fail']],
  ['a controller that is off', { controllers: ['cpu', 'io', 'pids'] }, ['cgroup warn']],
  ['an old Node', { node: { version: '20.18.3', isReplaced: false } }, ['node warn']],
  ['a newer Node', { node: { version: '22.0.0', isReplaced: false } }, []],
  ['a Node that was removed', { node: { version: '20.19.2', isReplaced: true } }, ['node warn']],
  ['a rule of another module', { foreignModules: [foreign] }, ['foreign-modules warn']],
  ['a name of ours elsewhere', { foreignModules: [foreign, { ...foreign, isGrave: true }] }, ['foreign-modules fail']],
  ['modules that cannot be read', { foreignModules: undefined }, ['foreign-modules warn']],
  ['a clock without a server', { clock: { ...sound.clock, isSynchronised: false } }, ['clock warn']],
  ['a clock that nobody knows', { clock: { ...sound.clock, isSynchronised: undefined } }, ['clock warn']],
  ['a clock of 1970', { clock: { ...sound.clock, now: 60 } }, ['clock fail']],
  ['no polkit', withInfo({ polkit: null }), ['polkit fail']],
  ['an old polkit', withInfo({ polkit: '0.105' }), ['polkit fail']],
  ['an action that polkit does not know', { missingActions: ['org.bulkhead.fix-host'] }, ['polkit fail']],
  ['a socket that is off', { service: { ...sound.service, isSocketEnabled: false } }, ['service warn']],
  ['an unconfined helper', { service: { ...sound.service, domain: 'unconfined_t' } }, ['helper-domain fail']],
  ['Incus in its domain', { incusDomain: 'bulkhead_incus_t' }, []],
  ['Incus beside lvm', { incusDomain: 'bulkhead_incus_t', openDomainsOfIncus: ['lvm_t', 'fsadm_t'] }, ['incus warn']],
  ['Incus where it ran before', { incusDomain: 'initrc_t' }, ['incus warn']],
  ['a permissive host', withSelinux({ status: 'permissive' }), ['selinux fail']],
  ['permissive from the next boot', { selinux: { ...sound.selinux, configured: 'permissive' } }, ['selinux warn']],
  ['another policy', withSelinux({ policy: 'minimum' }), ['policy warn']],
  ["Fedora's policy", withSelinux({ policy: 'targeted' }), ['policy warn']],
  [
    'a port type that the policy has no more',
    { missingPortTypes: [{ container: 'web', types: ['old_port_t'] }] },
    ['port-types warn'],
  ],
  ['a policy without levels', withSelinux({ mls: false }), ['mcs fail']],
  ['a policy with few categories', { selinux: { ...sound.selinux, hasCategories: false } }, ['mcs fail']],
  ['no base module', withSelinux({ baseModule: false }), ['module-bulkhead fail']],
  ['a changed module', withModule({ state: 'differs', installed: 'b'.repeat(64) }), ['module-bulkhead warn']],
  ['a module that cannot be compared', withModule({ state: 'unknown' }), ['module-bulkhead warn']],
  ['no module for the network', withModule({ name: 'bulkhead-host', state: 'missing' }), ['module-bulkhead-host fail']],
  ['no module for clients', withModule({ name: 'bulkhead-client', state: 'missing' }), ['module-bulkhead-client warn']],
  ['no compiler', { missingTools: ['secilc'] }, ['policy-tools warn']],
  ['no LXC', withInfo({ lxc: null }), ['lxc fail']],
  ['an old LXC', withInfo({ lxc: '5.0.2' }), ['lxc warn']],
  ['half an LXC', { missingLxcFiles: ['/usr/share/lxc/config/common.seccomp'] }, ['lxc fail']],
  ['no bridge', { network: { ...sound.network, hasBridge: false } }, ['bridge warn']],
  ['nothing that starts it', { network: { ...sound.network, hasBridge: false, hasService: false } }, ['bridge fail']],
  ['ports that lead nowhere', { networkProblems: ['1 of 2 rules'] }, ['forwarding fail']],
  ['no guard', { network: { ...sound.network, hasPortGuard: false } }, ['port-guard fail']],
  ['no nft', { missingTools: ['nft'] }, ['port-guard warn']],
  ['no ids for groups', { ids: { users: 10, groups: 0, taken: 0 } }, ['subordinate-ids fail']],
  ['no id left', { ids: { users: 3, groups: 3, taken: 3 } }, ['subordinate-ids fail']],
  ['few ids left', { ids: { users: 7, groups: 9, taken: 3 } }, ['subordinate-ids warn']],
  ['no image', { images: 0 }, ['images warn']],
  ['a neighbour table that is used', withNeighbours('ipv4', { entries: 16_384 }), []],
  ['one that is much used', withNeighbours('ipv4', { entries: 16_385 }), ['neighbour-table warn']],
  ['one that is nearly full', withNeighbours('ipv4', { entries: 29_492 }), ['neighbour-table fail']],
  ['a full one of IPv6', withNeighbours('ipv6', { entries: 32_768 }), ['neighbour-table fail']],
  ['a small neighbour table', withNeighbours('ipv4', { maxEntries: 1024 }), ['neighbour-table warn']],
  ['a small one of IPv6', withNeighbours('ipv6', { entries: 0, maxEntries: 1024 }), ['neighbour-table warn']],
  ['a small one that is full', withNeighbours('ipv4', { entries: 1025, maxEntries: 1024 }), ['neighbour-table fail']],
  ['a kernel that says nothing of it', { tables: { ...sound.tables, neighbours: [] } }, ['neighbour-table warn']],
  ['connections that are not tracked', withConnections(undefined), []],
  ['many connections', withConnections({ entries: 140_000, maxEntries: 262_144 }), ['connection-table warn']],
  ['too many connections', withConnections({ entries: 262_000, maxEntries: 262_144 }), ['connection-table fail']],
  ['a small connection table', withConnections({ entries: 90, maxEntries: 65_536 }), ['connection-table warn']],
  ['a container without an address', unaddressed('no-lease'), ['container-addresses warn']],
  ['a DHCP server that does not run', unaddressed('server-down'), ['container-addresses warn']],
  ['a DHCP server without an address', unaddressed('none-left'), ['container-addresses warn']],
  ['a container that a full table keeps from one', unaddressed('table-full'), ['container-addresses warn']],
  ['a disk below its reserve', withDisk({ freeBytes: 2 ** 30 }), ['disk fail']],
  ['no inodes', withDisk({ freeInodes: 10 }), ['disk fail']],
  ['a disk with little room', withDisk({ freeBytes: 5.5 * 2 ** 30 }), ['disk warn']],
  ['a disk without project quotas', withDisk({ backing: 'file' }), ['project-quotas warn']],
  ['a disk that nobody can read', withInfo({ disk: null }), ['disk warn']],
  ['auditd that stopped', { auditLog: suspended }, ['audit-log fail']],
  ['auditd that will stop', { auditLog: { ...suspended, state: 'full' } }, ['audit-log warn']],
  ['auditd that does not answer', { auditLog: { ...writing, state: 'unknown' } }, ['audit-log warn']],
  ['dropped records', withInfo({ auditLost: 17 }), ['audit-log warn']],
  ['the journal with all records', { auditLog: null, denialLog: { ...sound.denialLog, source: 'journald' } }, []],
  [
    "the kernel's ring",
    { auditLog: null, denialLog: { source: 'kernel', isSuspended: undefined, isLimited: true } },
    ['audit-log warn'],
  ],
];

describe('the checks of a host', () => {
  it.each(cases)('of %s', (_title, changes, expected) => {
    expect(problems(changes)).toEqual(expected);
  });

  it.each(cases)('say of %s what fixes it, exactly where something is not right', (_title, changes) => {
    for (const check of judge(changes)) {
      expect(hostCheckSchema().parse(check)).toEqual(check);
      expect([check.id, check.fix === null]).toEqual([check.id, check.state === 'ok']);
      expect(check.message).toMatch(/[.]$/);
      if (check.fix?.by === 'helper') expect(check.fix.check).toBe(check.id);
    }
  });

  it('have an id each, and one for every fix of the helper', () => {
    const ids = judge().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(fixableCheckSchema().options.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("points at the check of the policy where it is Fedora's, and says what was tested", () => {
    const check = checkOf('policy', withSelinux({ policy: 'targeted' }));
    expect(check?.message).toContain('not on those distributions');
    expect(check?.fix).toMatchObject({ commands: ['bulkheadctl policy check'] });
  });

  it('leave out without SELinux what follows from it', () => {
    const off = withSelinux({ status: 'disabled', policy: null, mls: false, baseModule: false });
    expect(problems({ ...off, auditLog: null })).toEqual(['selinux fail']);
  });

  it('let the helper ask auditd only where its disk has room', () => {
    expect(checkOf('audit-log', { auditLog: suspended })?.fix?.by).toBe('commands');
    const withRoom = { ...suspended, freeBytes: 900 * 2 ** 20, hasGivenUp: true };
    expect(checkOf('audit-log', { auditLog: withRoom })?.fix).toMatchObject({ by: 'helper', check: 'audit-log' });
  });

  it('install packages by the command of the distribution, and by words where it is not known', () => {
    const fixOf = (distribution: DoctorFacts['distribution']): unknown =>
      checkOf('policy-tools', { missingTools: ['semodule', 'restorecon', 'semanage'], distribution })?.fix;
    expect(fixOf('debian')).toMatchObject({ commands: ['apt install policycoreutils policycoreutils-python-utils'] });
    expect(fixOf('fedora')).toMatchObject({ commands: ['dnf install policycoreutils policycoreutils-python-utils'] });
    expect(fixOf(undefined)).toMatchObject({ by: 'advice' });
  });

  it('install a time service where there is none that could be switched on', () => {
    const fixOf = (hasTimeService: boolean): unknown =>
      checkOf('clock', { clock: { ...sound.clock, isSynchronised: false, hasTimeService } })?.fix;
    expect(fixOf(true)).toMatchObject({ commands: ['timedatectl set-ntp true', 'timedatectl'] });
    expect(fixOf(false)).toMatchObject({ commands: ['apt install systemd-timesyncd'] });
  });

  it('name who holds most of a table that fills up (N1) (N7)', () => {
    const full = { entries: 30_000, overflows: 66_101 };
    const web = { of: 'container', name: 'web' } as const;
    const neighbours = checkOf('neighbour-table', withNeighbours('ipv4', full, { holders: { neighbours: web } }));
    expect(neighbours?.message).toBe(
      '30000 of 32768 entries of the neighbour table of IPv4 are used, by all containers and the host. ' +
        'Most of them are held by the container web. Since the boot it was full 66101 times.',
    );
    expect(neighbours?.fix).toMatchObject({ commands: ['sysctl -w net.ipv4.neigh.default.gc_thresh3=65536'] });
    const connections = {
      tables: {
        ...sound.tables,
        connections: { entries: 250_000, maxEntries: 262_144 },
        holders: { connections: { of: 'others' } as const },
      },
    };
    expect(checkOf('connection-table', connections)?.message).toBe(
      '250000 of 262144 connections that the host can track are used. ' +
        'Most of them are held by addresses of no running container.',
    );
  });

  it('say of IPv6 that the kernel does not show who holds the entries (N1)', () => {
    const message = checkOf('neighbour-table', withNeighbours('ipv6', { entries: 30_000 }))?.message;
    expect(message).toContain('of the neighbour table of IPv6');
    expect(message).toContain('The kernel does not show who holds them.');
  });

  it('say that Bulkhead raised a table, and from what, while it is so (N1)', () => {
    const raised = new Map([['net/ipv4/neigh/default/gc_thresh3', { from: 1024, to: 32_768 }]]);
    const messageOf = (maxEntries: number) =>
      checkOf('neighbour-table', withNeighbours('ipv4', { entries: 100, maxEntries }, { raised }))?.message;
    expect(messageOf(32_768)).toContain('Bulkhead raised it from 1024 to 32768.');
    expect(messageOf(65_536)).not.toContain('raised');
  });

  it('name running containers without an address, each with the reason (N3)', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const many = names.map((name) => ({ name, problem: 'none-left', bridge: 'lxcbr0' }) as const);
    const check = checkOf('container-addresses', { unaddressed: many });
    expect(check?.message).toMatch(
      /^a has no address that works: the DHCP server of its bridge has no address left\. b/,
    );
    expect(check?.message).toMatch(/The same holds for 2 more\.$/);
    expect(check?.fix).toMatchObject({ commands: ['cat /var/lib/misc/dnsmasq.lxcbr0.leases'] });
  });
});
