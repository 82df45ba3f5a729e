// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import type { KernelFacts } from '../facts/kernel-facts.ts';
import type { ModuleState } from '../../../system/kernel-modules.ts';
import { containerFacts, contextOf, isolationFacts } from '../fixtures/some-facts.ts';
import { buildIsolationMap } from '../isolation-map.ts';
import { judgeKernel as givenJudgeKernel } from './judge-kernel.ts';
import { judgePorts as givenJudgePorts } from './judge-ports.ts';
import { exposedEntries, judgeTmpfs as givenJudgeTmpfs } from './judge-tmpfs.ts';

const judgeTmpfs = (...args: Parameters<typeof givenJudgeTmpfs>) => inEnglish(givenJudgeTmpfs(...args));

const judgePorts = (...args: Parameters<typeof givenJudgePorts>) => inEnglish(givenJudgePorts(...args));

const judgeKernel = (...args: Parameters<typeof givenJudgeKernel>) => inEnglish(givenJudgeKernel(...args));

const kernel = (
  upstream: string | undefined,
  modules: Readonly<Record<string, ModuleState>>,
  release = upstream,
): KernelFacts => ({
  release: `${release ?? '6.8.0'}-amd64`,
  upstream,
  modules: new Map(Object.entries(modules)),
});
const judge = (facts: KernelFacts, containers = [containerFacts('web')]) =>
  judgeKernel(isolationFacts(containers, { kernel: facts }));

describe('of the kernel', () => {
  it('an old one is shown with its holes, its fixes and the state of each module', () => {
    const [found, ...others] = judge(kernel('6.12.86', { algif_aead: 'builtin', esp4: 'loadable', esp6: 'blocked' }));
    expect(found).toMatchObject({
      kind: 'known-vulnerabilities',
      state: 'open',
      severity: 'notice',
      containers: [],
      holes: ['CVE-2026-43284 (Dirty Frag, ESP)', 'CVE-2026-46300 (Fragnesia)'],
      summary: expect.stringMatching(/^The kernel 6\.12\.86-amd64 is older than .* SELinux keeps every/) as string,
      fix: { by: 'advice' },
      evidence: [
        'uname -r: 6.12.86-amd64',
        'CVE-2026-43284: fixed in 6.6.138, 6.12.87, 6.18.28, 7.0.5; esp4 loadable, esp6 blocked',
        'CVE-2026-46300: fixed in 6.12.91, 6.18.33; esp4 loadable, esp6 blocked',
      ],
    });
    expect(others).toMatchObject([
      {
        kind: 'loadable-modules',
        modules: ['esp4'],
        severity: 'notice',
        evidence: ['algif_aead: builtin', 'esp4: loadable', 'esp6: blocked'],
      },
    ]);
  });

  it('one that is fixed in the first release of a branch says so by the branch', () => {
    const [found] = judge(kernel('6.12.84', { algif_aead: 'loaded' }));
    expect(found).toMatchObject({
      evidence: ['uname -r: 6.12.84-amd64', 'CVE-2026-31431: fixed in 6.12.85, 6.18.22, 7.0; algif_aead loaded'],
    });
  });

  it('one of another name shows what it is made of', () => {
    const [found] = judge(kernel('6.12.50', { algif_aead: 'loaded' }, '6.12'));
    expect(found?.evidence[0]).toBe('uname -r: 6.12-amd64, made of 6.12.50');
  });

  it('names the containers that reach a door, each once, in order', () => {
    const reaching = (name: string, ...sockets: readonly string[]) =>
      containerFacts(name, { facts: { sockets: new Set(sockets) } });
    const stopped = containerFacts('off', {
      container: { initPid: null },
      facts: { sockets: new Set(['alg_socket']) },
    });
    const old = kernel('6.12.50', { algif_aead: 'loaded', esp4: 'builtin', esp6: 'absent', rxrpc: 'absent' });
    const containers = [
      reaching('z', 'alg_socket'),
      reaching('a', 'netlink_xfrm_socket', 'alg_socket'),
      reaching('r', 'rxrpc_socket'),
      stopped,
    ];
    expect(judge(old, containers).map(({ id, severity, containers: names }) => [id, severity, ...names])).toEqual([
      ['known-vulnerabilities:open', 'weak', 'a', 'z'],
      ['loadable-modules', 'weak', 'a', 'z'],
    ]);
    expect(judge(kernel(undefined, { algif_aead: 'builtin' }), containers)).toMatchObject([
      {
        id: 'known-vulnerabilities:unknown',
        severity: 'notice',
        containers: ['a', 'z'],
        evidence: ['uname -r: 6.8.0-amd64', expect.stringContaining('algif_aead builtin')],
        summary: expect.stringMatching(
          / does not show by its version .* Nothing keeps a, z from the sockets/,
        ) as string,
      },
    ]);
  });

  it('a door that is open by one of its modules is open', () => {
    const web = containerFacts('web', { facts: { sockets: new Set(['netlink_xfrm_socket']) } });
    expect(judge(kernel('6.12.118', { esp4: 'loadable', esp6: 'blocked' }), [web])).toMatchObject([
      { id: 'loadable-modules', severity: 'weak', containers: ['web'] },
    ]);
  });

  it('nothing where the modules are not there, or nothing of them can run', () => {
    expect(judge(kernel('6.12.50', {}))).toEqual([]);
    expect(
      judge(kernel('6.12.50', { algif_aead: 'blocked', esp4: 'absent', esp6: 'blocked', rxrpc: 'blocked' })),
    ).toEqual([]);
  });
});

describe('of files in memory', () => {
  const own = 's0:c5,c6';
  const label = (level: string) => ({ user: 'u', role: 'object_r', type: 'bulkhead_tmpfs_t', level });

  it('what others may read, or add names to; not what LXC makes itself', () => {
    const asked: unknown[] = [];
    const entries = [
      { path: '/run/file', isFolder: false, label: label('s0') },
      { path: '/run/folder', isFolder: true, label: label('s0') },
      { path: '/run/own', isFolder: false, label: label(own) },
      { path: '/run/second', isFolder: false, label: label(own) },
      { path: '/dev/.lxc-boot-id', isFolder: false, label: label('s0') },
    ];
    const exposed = exposedEntries(
      { context: `u:r:bulkhead_t:${own}`, level: 's0:c1022,c1023' },
      entries,
      ({ source, target, class: name, permissions }) => {
        asked.push([source.level, target.level, name, ...permissions]);
        return {
          allowed: new Set(target.level === 's0' ? permissions : ['getattr']),
          unlogged: new Set(),
          isPermissive: false,
        };
      },
    );
    expect(exposed.map(({ path }) => path)).toEqual(['/run/file', '/run/folder']);
    expect(asked).toEqual([
      ['s0:c1022,c1023', 's0', 'file', 'read'],
      ['s0:c1022,c1023', 's0', 'dir', 'add_name'],
      ['s0:c1022,c1023', own, 'file', 'read'],
    ]);
    const all = { allowed: new Set(['read', 'add_name']), unlogged: new Set<string>(), isPermissive: false };
    expect(exposedEntries({ context: 'none', level: 's0' }, entries, () => all)).toEqual([]);
    expect(exposedEntries({ context: 'u:r:t:s0', level: 's0' }, entries, () => undefined)).toEqual([]);
  });

  it('twenty of them by name', () => {
    const exposed = Array.from({ length: 21 }, (_, index) => ({
      path: `/run/${index}`,
      isFolder: false,
      label: label('s0'),
    }));
    const [finding] = judgeTmpfs(containerFacts('web', { facts: { exposed } }));
    expect(finding).toMatchObject({
      kind: 'tmpfs-labels',
      id: 'tmpfs-labels:web',
      containers: ['web'],
      fix: { by: 'advice' },
      count: 21,
      summary: expect.stringMatching(/^21 files in the memory of web do not hold/) as string,
    });
    expect(finding?.evidence).toHaveLength(20);
    const [single] = judgeTmpfs(containerFacts('web', { facts: { exposed: exposed.slice(0, 1) } }));
    expect(single?.summary).toMatch(/^A file in the memory of web does not hold/);
    expect(judgeTmpfs(containerFacts('web', { container: { context: null }, facts: { exposed } }))).toEqual([]);
  });
});

it('the map names each container with its contexts, or without', () => {
  const context = contextOf('u:r:t:s0');
  const containers = [
    { name: 'a', context, content: contextOf('u:object_r:f:s0:c1') },
    { name: 'b', context: undefined, content: undefined },
  ];
  expect(buildIsolationMap(containers, ['-u', 'u-'])).toEqual({
    containers: [
      { name: 'a', context: 'u:r:t:s0', content: 'u:object_r:f:s0:c1' },
      { name: 'b', context: null, content: null },
    ],
    rows: ['-u', 'u-'],
  });
});

it('a port that nothing isolates is shown by its file, with a restart', () => {
  const lines =
    'lxc.net.0.type = veth\nlxc.net.0.link = lxcbr0\nlxc.net.0.veth.pair = bhweb\nlxc.net.0.hwaddr = ' +
    '10:66:6a:01:02:03\n';
  const [finding] = judgePorts(
    [containerFacts('web', { lines })],
    { filtered: new Set(), routed: undefined },
    '/nowhere',
  );
  expect(finding).toMatchObject({
    kind: 'open-port',
    id: 'open-port:web',
    state: 'not-isolated',
    severity: 'weak',
    containers: ['web'],
    evidence: ['/sys/class/net/bhweb/brport/isolated: not 1'],
    fix: { by: 'commands', commands: ['bulkheadctl restart web'] },
  });
});
