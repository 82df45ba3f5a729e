// SPDX-License-Identifier: Apache-2.0
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isClockSynchronised } from '../../../system/native/clock.ts';
import {
  missingActions,
  missingLxcFiles,
  missingTools,
  readConfiguredMode,
  readIncusDomain,
  readNetworkFacts,
  readNodeFacts,
  readServiceFacts,
} from './read-host-files.ts';
import { readKernelFeatures } from './read-kernel-features.ts';

const policyFile = new URL('../../../../policy/polkit/org.bulkhead.policy', import.meta.url);
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bulkhead-root-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text = ''): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe("polkit's actions", () => {
  it('are all in the policy file of this version, and one that is taken out is missed', () => {
    expect(missingActions(root)).toContain('org.bulkhead.view-host');
    write('usr/share/polkit-1/actions/org.bulkhead.policy');
    const path = join(root, 'usr/share/polkit-1/actions/org.bulkhead.policy');
    copyFileSync(policyFile, path);
    expect(missingActions(root)).toEqual([]);
    writeFileSync(path, readFileSync(path, 'utf8').replace('org.bulkhead.fix-host', 'org.bulkhead.other'));
    expect(missingActions(root)).toEqual(['org.bulkhead.fix-host']);
  });
});

describe('files of a host', () => {
  it('are missed where they are not', () => {
    expect(missingTools(root)).toContain('secilc');
    for (const path of ['usr/bin/secilc', 'usr/bin/lxc-start', 'sys/class/net/lxcbr0/bridge/x']) write(path);
    expect(missingTools(root)).not.toContain('secilc');
    expect(missingLxcFiles(root)).not.toContain('/usr/bin/lxc-start');
    expect(missingLxcFiles(root)).toContain('/usr/share/lxc/config/common.seccomp');
    expect(readNetworkFacts(root)).toEqual({ hasBridge: true, hasService: false, hasPortGuard: false });
  });

  it('say which mode holds after the next boot', () => {
    expect(readConfiguredMode(root)).toBeUndefined();
    write('etc/selinux/config', '# SELINUX=disabled\nSELINUX=permissive\nSELINUX = enforcing\nSELINUXTYPE=default\n');
    expect(readConfiguredMode(root)).toBe('enforcing');
  });

  it('say what starts with the host, and in which domain the helper runs', () => {
    write('proc/self/attr/current', 'system_u:system_r:bulkhead_helper_t:s0-s0:c0.c1023\0');
    const wants = join(root, 'etc/systemd/system/sockets.target.wants');
    mkdirSync(wants, { recursive: true });
    symlinkSync('/usr/lib/systemd/system/nowhere.socket', join(wants, 'bulkhead-helper.socket'));
    expect(readServiceFacts(root)).toEqual({
      isSocketEnabled: true,
      isServiceEnabled: false,
      domain: 'bulkhead_helper_t',
    });
  });

  it('say in which domain incusd runs, and nothing where none does', () => {
    expect(readIncusDomain(root)).toBeUndefined();
    write('sys/fs/cgroup/system.slice/incus.service/cgroup.procs', '');
    expect(readIncusDomain(root)).toBeUndefined();
    write('sys/fs/cgroup/system.slice/incus.service/cgroup.procs', '812\n900\n');
    write('proc/812/attr/current', 'system_u:system_r:initrc_t:s0\0');
    expect(readIncusDomain(root)).toBe('initrc_t');
  });

  it('say that the Node of the helper was removed', () => {
    mkdirSync(join(root, 'proc/self'), { recursive: true });
    symlinkSync('/usr/bin/node (deleted)', join(root, 'proc/self/exe'));
    expect([readNodeFacts(root).isReplaced, readNodeFacts().isReplaced]).toEqual([true, false]);
  });
});

describe('the kernel', () => {
  it('has a feature that is there, or that could be loaded', () => {
    const proc = join(root, 'proc');
    const nothing = { hasOverlay: false, hasUserNamespaces: false, hasSeccomp: false };
    expect(readKernelFeatures(proc, () => false)).toEqual(nothing);
    expect(readKernelFeatures(proc, (module) => module === 'overlay').hasOverlay).toBe(true);
    write('proc/filesystems', 'nodev\tsysfs\nnodev\toverlay\n');
    write('proc/self/ns/user');
    write('proc/sys/user/max_user_namespaces', '15000\n');
    write('proc/sys/kernel/seccomp/actions_avail', 'kill_process errno allow\n');
    expect(readKernelFeatures(proc, () => false)).toEqual({
      hasOverlay: true,
      hasUserNamespaces: true,
      hasSeccomp: true,
    });
    write('proc/sys/user/max_user_namespaces', '0\n');
    expect(readKernelFeatures(proc, () => false).hasUserNamespaces).toBe(false);
  });

  it('says whether its clock is synchronised', () => {
    expect([true, false]).toContain(isClockSynchronised());
  });
});
