// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { knownVulnerabilities } from '../../../system/known-vulnerabilities.ts';
import type { KernelModulePlaces } from '../../../system/kernel-modules.ts';
import { vulnerabilityState, readKernelFacts, upstreamRelease } from './kernel-facts.ts';

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-kernel-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const places: KernelModulePlaces = {
  proc: join(folder, 'proc'),
  modules: join(folder, 'modules'),
  modprobe: [join(folder, 'etc'), join(folder, 'usr')],
};

describe('the release that a kernel is made of', () => {
  it.each([
    ['6.12.118+deb13-cloud-amd64', '#1 SMP PREEMPT_DYNAMIC Debian 6.12.118-1 (2026-11-20)', '6.12.118'],
    ['6.1.0-44-amd64', '#1 SMP PREEMPT_DYNAMIC Debian 6.1.164-1 (2026-03-09)', '6.1.164'],
    ['6.1.0-0.deb11.21-amd64', 'Debian 6.1.90-1~bpo11+1 (2024-05-06)', '6.1.90'],
    ['6.18.29', '', '6.18.29'],
    ['16.10.29', '', '16.10.29'],
    ['16.12.0-amd64', '#1 SMP Debian 16.12.118-1 (2036-11-20)', '16.12.118'],
    ['6.12.118+deb13-amd64', '', '6.12.118'],
    ['6.18.29-arch12-1', '', '6.18.29'],
    ['6.18.29_12', '', '6.18.29'],
    ['6.18.29_12x', '', undefined],
    ['v6.18.29', '', undefined],
    ['6.18.29-arch1-1', '', '6.18.29'],
    ['6.18.29-200.fc43.x86_64', '', '6.18.29'],
    ['6.8.0-117-generic', '#117-Ubuntu SMP', undefined],
    ['5.14.0-570.el9.x86_64', '', undefined],
    ['6.12.0-55.9.1.el10_0.x86_64', '', undefined],
  ])('knows %s where its name or its version says so', (name, version, upstream) => {
    expect(upstreamRelease(name, version)).toBe(upstream);
  });
});

it('judges a hole by its branch, and says that it does not know rather than guess', () => {
  const [copyFail] = knownVulnerabilities;
  if (copyFail === undefined) throw new Error('there is no hole in the table');
  expect(
    ['6.12.84', '6.12.85', '6.18.21', '6.18.22', '7.0.0', '7.1.2', '8.0.1', '6.6.200', '6.13.4', undefined].map(
      (upstream) => vulnerabilityState(copyFail, upstream),
    ),
  ).toEqual(['open', 'fixed', 'open', 'fixed', 'fixed', 'fixed', 'fixed', 'unknown', 'unknown', 'unknown']);
});

it('judges the newest branches by what is known of them, whatever is fixed elsewhere', () => {
  const [, dirtyFrag] = knownVulnerabilities;
  if (dirtyFrag === undefined) throw new Error('there is one hole in the table');
  expect(
    ['7.0.4', '7.0.5', '7.0.x', '7.1.0', '6.6.137'].map((upstream) => vulnerabilityState(dirtyFrag, upstream)),
  ).toEqual(['open', 'fixed', 'unknown', 'fixed', 'open']);
});

it('tells a module that is absent, built in, loaded, blocked by an install line, or can be loaded', () => {
  write('proc/modules', 'esp4 32768 0 - Live 0x0\n');
  write('proc/version', 'Linux version 6.12.118+deb13-amd64 #1 SMP Debian 6.12.118-1 (2026-11-20)\n');
  write('modules/modules.builtin', 'kernel/crypto/algif_aead.ko\n');
  write(
    'modules/modules.dep',
    'kernel/net/ipv4/esp4.ko.xz: ' +
      'kernel/net/xfrm/xfrm_algo.ko.xz\nkernel/net/ipv6/esp6.ko.xz:\nkernel/net/rxrpc/rxrpc.ko:\n',
  );
  write('etc/holes.conf', '# install esp6 /bin/false\nblacklist esp6\ninstall rxrpc /bin/false\n');
  expect(readKernelFacts('6.12.118+deb13-amd64', places)).toEqual({
    release: '6.12.118+deb13-amd64',
    upstream: '6.12.118',
    modules: new Map([
      ['algif_aead', 'builtin'],
      ['esp4', 'loaded'],
      ['esp6', 'loadable'],
      ['rxrpc', 'blocked'],
    ]),
  });
});

it('lets a file of /etc hide the one of its name below /usr', () => {
  write('usr/holes.conf', 'install esp6 /bin/true\n');
  expect(readKernelFacts('6.12.118', places).modules.get('esp6')).toBe('loadable');
  write('etc/more.conf', 'install esp6 /usr/bin/false\n');
  expect(readKernelFacts('6.12.118', places).modules.get('esp6')).toBe('blocked');
});
