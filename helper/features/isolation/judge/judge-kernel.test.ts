// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { containerFacts, isolationFacts } from '../fixtures/some-facts.ts';
import { judgeKernel } from './judge-kernel.ts';
import { judgeTmpfs, exposedEntries } from './judge-tmpfs.ts';
import type { ModuleState } from '../../../system/kernel-modules.ts';
import type { KernelFacts } from '../facts/kernel-facts.ts';
import { tmpfsPoints } from '../facts/tmpfs-facts.ts';

function kernel(upstream: string | undefined, modules: Readonly<Record<string, ModuleState>>): KernelFacts {
  return { release: upstream ?? '6.8.0-117-generic', upstream, modules: new Map(Object.entries(modules)) };
}

const brief = (facts: KernelFacts, containers = [containerFacts('web')]): unknown =>
  judgeKernel(isolationFacts(containers, { kernel: facts })).map((finding) => [
    finding.id,
    finding.severity,
    ...finding.containers,
  ]);

it('finds nothing about a kernel that has the fixes and blocks the modules', () => {
  expect(
    brief(kernel('6.12.118', { algif_aead: 'blocked', esp4: 'blocked', esp6: 'blocked', rxrpc: 'absent' })),
  ).toEqual([]);
});

it('notices an old kernel that SELinux keeps every container from, and warns where it keeps one off no more', () => {
  const old = kernel('6.12.50', { algif_aead: 'loadable', esp4: 'blocked', esp6: 'blocked', rxrpc: 'absent' });
  expect(brief(old)).toEqual([
    ['known-vulnerabilities:open', 'notice'],
    ['loadable-modules', 'notice'],
  ]);
  const open = containerFacts('open', { facts: { sockets: new Set(['alg_socket']) } });
  expect(brief(old, [containerFacts('web'), open])).toEqual([
    ['known-vulnerabilities:open', 'weak', 'open'],
    ['loadable-modules', 'weak', 'open'],
  ]);
});

it('warns of every running container where SELinux does not enforce', () => {
  const old = kernel('6.12.50', { algif_aead: 'builtin', esp4: 'absent', esp6: 'absent', rxrpc: 'absent' });
  const findings = judgeKernel(
    isolationFacts([containerFacts('web')], {
      kernel: old,
      selinux: { status: 'permissive', policy: 'default', mls: true, baseModule: true },
    }),
  );
  expect(findings.map(({ id, severity, containers }) => [id, severity, ...containers])).toEqual([
    ['known-vulnerabilities:open', 'weak', 'web'],
  ]);
});

it('says that it does not know of a kernel that takes fixes into an old number', () => {
  expect(brief(kernel(undefined, { algif_aead: 'loadable', esp4: 'absent', esp6: 'absent', rxrpc: 'absent' }))).toEqual(
    [
      ['known-vulnerabilities:unknown', 'notice'],
      ['loadable-modules', 'notice'],
    ],
  );
});

it('blocks by install lines just the modules that can be loaded', () => {
  const [finding] = judgeKernel(
    isolationFacts([], {
      kernel: kernel('6.12.118', { algif_aead: 'loadable', esp4: 'loaded', esp6: 'blocked', rxrpc: 'absent' }),
    }),
  );
  expect(finding?.fix).toMatchObject({
    by: 'commands',
    commands: [
      "printf '%s\\n' 'install algif_aead /bin/false' 'install esp4 /bin/false' > /etc/modprobe.d/bulkhead-holes.conf",
    ],
  });
});

const label = (type: string, level: string) => ({ user: 'system_u', role: 'object_r', type, level });

it('finds what lies in memory and any other container of the domain may use, by the decision of the kernel', () => {
  const entries = [
    { path: '/run/mine', isFolder: false, label: label('bulkhead_tmpfs_t', 's0:c5,c6') },
    { path: '/run/open', isFolder: false, label: label('bulkhead_tmpfs_t', 's0') },
  ];
  const decide = ({ source, target }: { source: { level: string }; target: { level: string } }) => {
    const isAllowed = target.level === 's0' && source.level === 's0:c1022,c1023';
    return { allowed: new Set(isAllowed ? ['read'] : []), unlogged: new Set<string>(), isPermissive: false };
  };
  const exposed = exposedEntries(
    { context: 'system_u:system_r:bulkhead_t:s0:c5,c6', level: 's0:c1022,c1023' },
    entries,
    decide,
  );
  expect(exposed.map(({ path }) => path)).toEqual(['/run/open']);
  const facts = containerFacts('web', { facts: { exposed } });
  expect(judgeTmpfs(facts)).toMatchObject([
    {
      id: 'tmpfs-labels:web',
      severity: 'weak',
      count: 1,
      evidence: ['/run/open: system_u:object_r:bulkhead_tmpfs_t:s0, instead of s0:c5,c6'],
    },
  ]);
  expect(judgeTmpfs(containerFacts('web'))).toEqual([]);
});

it('looks into the file systems in memory whose mount gives no label', () => {
  const line = (point: string, type: string, options: string) =>
    `36 25 0:32 / ${point} rw,nosuid - ${type} ${type} ${options}`;
  const text = [
    line('/dev', 'tmpfs', 'rw,seclabel,size=500k'),
    line('/run', 'tmpfs', 'rw,seclabel'),
    line('/', 'overlay', 'rw'),
    line('/x', 'tmpfs', 'rw,context=system_u:object_r:a_t:s0'),
  ].join('\n');
  expect(tmpfsPoints(text)).toEqual(['/dev', '/run']);
});
