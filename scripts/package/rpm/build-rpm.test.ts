// SPDX-License-Identifier: Apache-2.0
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { helperPackage, selinuxPackage } from '../../../packaging/packages.ts';
import { buildRpm } from './build-rpm.ts';
import { breachesOf } from './check-rpm.ts';
import { hasProgram } from '../has-program.ts';
import { readRpm } from './read-rpm.ts';

const checkout = join(import.meta.dirname, '../../..');
const hasRpm = await hasProgram('rpmbuild');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-rpm-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function put(path: string, source: string, mode = 0o644): void {
  const target = join(folder, 'staged', path);
  mkdirSync(join(target, '..'), { recursive: true });
  copyFileSync(source, target);
  chmodSync(target, mode);
}

function build(definition: typeof helperPackage): Promise<string> {
  return buildRpm(definition, {
    version: '1.2.3',
    maintainer: 'Somebody <somebody@example.org>',
    architecture: 'amd64',
    staged: join(folder, 'staged'),
    output: join(folder, 'output'),
    time: 1_795_600_000,
    checkout,
    isDevelopment: true,
  });
}

describe.runIf(hasRpm)('as rpmbuild makes it', () => {
  test('the package of the helper keeps to the rules', async () => {
    // A program that is linked with the C library of this machine.
    put('/usr/lib/bulkhead/inner/tool', process.execPath, 0o755);
    put('/usr/lib/sysusers.d/bulkhead.conf', join(checkout, 'packaging/etc/sysusers.conf'));
    put('/usr/lib/tmpfiles.d/bulkhead.conf', join(checkout, 'packaging/etc/tmpfiles.conf'));
    put('/usr/lib/systemd/system/lxc-net.service.d/bulkhead.conf', join(checkout, 'packaging/etc/lxc-net.conf'));
    put('/usr/share/licenses/bulkhead-helper/LICENSE', join(checkout, 'LICENSE'));
    const rpm = await readRpm(await build(helperPackage));
    expect(breachesOf('helper', rpm)).toEqual([]);
    expect(rpm.folders).toEqual(expect.arrayContaining(['/usr/lib/bulkhead', '/usr/lib/bulkhead/inner']));
    expect(breachesOf('helper', { ...rpm, requires: rpm.requires.filter((one) => !one.startsWith('libc')) })).toEqual([
      'it requires no C library, with which its programs are linked',
    ]);
    expect(rpm.scriptlets.get('post')).toMatch(/preset bulkhead-helper\.socket|install-system-units bulkhead-helper/);
  });

  test('that of the policy too, and a package with a folder of nobody does not', async () => {
    put('/usr/share/bulkhead/selinux/bulkhead.cil', join(checkout, 'policy/selinux/bulkhead.cil'));
    put('/usr/share/licenses/bulkhead-selinux/LICENSE', join(checkout, 'LICENSE'));
    const rpm = await readRpm(await build(selinuxPackage));
    expect(breachesOf('selinux', rpm)).toEqual([]);
    expect(breachesOf('selinux', { ...rpm, folders: [] })).toContain(
      'nothing removes the folder /usr/share/bulkhead/selinux with it',
    );
  });

  test('the same content gives the same bytes, whenever it is made', async () => {
    put('/usr/lib/tmpfiles.d/bulkhead.conf', join(checkout, 'packaging/etc/tmpfiles.conf'));
    const first = readFileSync(await build(helperPackage));
    put('/usr/lib/tmpfiles.d/bulkhead.conf', join(checkout, 'packaging/etc/tmpfiles.conf'));
    expect(readFileSync(await build(helperPackage)).equals(first)).toBe(true);
  });

  test('a library that it brings is neither required nor provided', async () => {
    writeFileSync(join(folder, 'empty'), '');
    put('/usr/lib/bulkhead/libinner.so', join(folder, 'empty'));
    const rpm = await readRpm(await build(helperPackage));
    expect(breachesOf('helper', rpm).filter((one) => one.includes('libinner'))).toEqual([]);
    const wrong = { requires: ['libinner.so()(64bit)'], provides: ['libinner.so()(64bit)'] };
    expect(breachesOf('helper', { ...rpm, ...wrong })).toEqual(
      expect.arrayContaining([
        'it provides libinner.so()(64bit), which is for itself alone',
        'it requires libinner.so()(64bit), which it brings',
      ]),
    );
  });
});

test.skipIf(hasRpm)('says that RPM packages are not tested', () => {
  process.stderr.write('RPM packages are not tested: there is no rpmbuild here\n');
});
