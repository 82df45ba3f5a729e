// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConfigurationLine } from '../configuration-file.ts';
import {
  deniedNamespaceCalls,
  isNamespaceGuardLine,
  takeNamespaceProblem,
  withNamespaceGuard,
} from './namespace-guard.ts';
import { networkLines } from './network-lines.ts';

const program = '/bin/sh /usr/lib/bulkhead/network/guard-namespace.sh';
const common = '/usr/share/lxc/config/common.seccomp';
const closed = '/usr/lib/bulkhead/seccomp/container.seccomp';
const choice = { isNested: false, ownBridges: new Set(['br-own']) };

function linesOn(network: Parameters<typeof networkLines>[1], profile = common): readonly ConfigurationLine[] {
  return [{ key: 'lxc.seccomp.profile', value: profile }, ...networkLines('web', network, '10:66:6a:01:02:03')];
}

const valueOf = (lines: readonly ConfigurationLine[], key: string): string | undefined =>
  lines.findLast((line) => line.key === key)?.value;

describe('the guard of a network namespace', () => {
  it.each([
    ['on the bridge of the host', { kind: 'nat' }, 512],
    ['on a network that Bulkhead set up', { kind: 'bridge', bridge: 'br-own' }, 512],
    ['without a network', { kind: 'none' }, 512],
    ['on a bridge of an administrator', { kind: 'bridge', bridge: 'br0' }, 4096],
    ['on an interface of the host', { kind: 'macvlan', parent: 'eth0' }, 4096],
  ] as const)(
    'bounds the neighbours of a container %s, before its init runs and after its end (N1)',
    (_, network, max) => {
      const lines = withNamespaceGuard(linesOn(network), choice);
      expect(valueOf(lines, 'lxc.hook.start-host')).toBe(`${program} up ${max}`);
      expect(valueOf(lines, 'lxc.hook.stop')).toBe(`${program} down`);
    },
  );

  it('lets it make no network namespace, unless it may have containers inside (N1)', () => {
    const lines = withNamespaceGuard(linesOn({ kind: 'nat' }), choice);
    expect(valueOf(lines, 'lxc.seccomp.profile')).toBe(closed);
    expect(valueOf(withNamespaceGuard(lines, { ...choice, isNested: true }), 'lxc.seccomp.profile')).toBe(common);
  });

  it('is there once, whatever it was before, and leaves what others wrote', () => {
    const others = [
      { key: 'lxc.hook.stop', value: '/usr/local/bin/mine' },
      { key: 'lxc.seccomp.profile', value: '/etc/lxc/mine.seccomp' },
    ];
    const lines = withNamespaceGuard([...linesOn({ kind: 'nat' }), ...others], choice);
    expect(withNamespaceGuard(withNamespaceGuard(lines, { ...choice, isNested: true }), choice)).toEqual(lines);
    expect(lines.filter((line) => others.includes(line))).toEqual(others);
    expect(lines.filter(isNamespaceGuardLine)).toHaveLength(2);
  });

  it.each([
    ['lxc.hook.start-host', `${program} up 512; reboot`],
    ['lxc.hook.start-host', `${program} down`],
    ['lxc.hook.stop', `${program} down x`],
    ['lxc.hook.pre-start', `${program} up 512`],
  ])('does not know the line %s = %s for its own', (key, value) => {
    expect(isNamespaceGuardLine({ key, value })).toBe(false);
  });

  it('says once why it failed a start', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bulkhead-guard-'));
    try {
      writeFileSync(join(folder, 'guard-namespace-web'), 'cannot bound the network namespace of web: no room\n');
      expect([takeNamespaceProblem('web', folder), takeNamespaceProblem('web', folder)]).toEqual([
        'cannot bound the network namespace of web: no room',
        undefined,
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

it('denies the same calls to instances of Incus as to containers of LXC (N1)', () => {
  const profile = readFileSync(new URL('../seccomp/container.seccomp', import.meta.url), 'utf8').split('\n');
  expect(deniedNamespaceCalls.split('\n').filter((line) => !profile.includes(line))).toEqual([]);
  expect(deniedNamespaceCalls.split('\n')).toHaveLength(3);
});
