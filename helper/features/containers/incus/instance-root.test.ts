// SPDX-License-Identifier: Apache-2.0
/** Uses the real mounts of the kernel where they are compared; Incus is a fake one. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fstatSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail } from '../../../../contract/errors.ts';
import { answerError, answerSync, type ServedIncus, serveIncus } from '../../../incus/fixtures/serve-incus.ts';
import { confinedInstance } from '../../../incus/fixtures/some-instance.ts';
import { createIncusClient } from '../../../incus/incus-client.ts';
import { createIncusTransport } from '../../../incus/transport.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { type InstanceRootsHost, openInstanceRoot } from './instance-root.ts';

const context = 'system_u:system_r:bulkhead_t:s0:c5,c6';
const label = 'system_u:object_r:bulkhead_file_t:s0:c5,c6';
const isRoot = process.getuid?.() === 0;

let folder = '';
let root = '';
let served: ServedIncus;
let host: InstanceRootsHost;
let children: ChildProcess[];
const incus = { config: {} as Record<string, string>, isGone: false };
const mapped = JSON.stringify([{ Isuid: true, Isgid: true, Hostid: 300_000, Nsid: 0, Maprange: 65_536 }]);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'instance-root-'));
  root = join(folder, 'rootfs');
  mkdirSync(root);
  children = [];
  Object.assign(incus, { config: { 'volatile.last_state.idmap': '[]' }, isGone: false });
  const instance = confinedInstance('web', 's0:c5,c6', {
    expanded_devices: {
      root: { type: 'disk', path: '/', pool: 'fast' },
      data: { type: 'disk', path: 'srv//data/', source: '/srv' },
      eth0: { type: 'nic', network: 'incusbr0' },
    },
  });
  served = await serveIncus((_asked, response) => {
    if (incus.isGone) answerError(response, 404, 'Instance not found');
    else answerSync(response, { ...instance, config: incus.config });
  });
  host = {
    client: createIncusClient(createIncusTransport(served.socketPath)),
    own: () => instance,
    runtimeOf: () => undefined,
    contextOf: async () => context,
    pathOf: () => root,
    labelOf: () => label,
  };
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await served.close();
  rmSync(folder, { recursive: true });
});

const open = (changes: Partial<InstanceRootsHost> = {}) =>
  openInstanceRoot('web', { ...host, ...changes }, neverAborts);
/** Descriptors of this process below the folder of the test. */
const descriptors = (): number =>
  readdirSync('/proc/self/fd').filter((fd) => linkOf(`/proc/self/fd/${fd}`).startsWith(folder)).length;
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** The number of a process whose root is this folder. */
async function processIn(path: string): Promise<number> {
  const program = 'import os,sys\nos.chroot(sys.argv[1]); os.chdir("/"); os.write(1,b"x"); sys.stdin.read()';
  const child = spawn('python3', ['-c', program, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
  return child.pid ?? 0;
}

describe('the root of an instance that does not run', () => {
  it('is mounted by Incus for as long as it is open, and has the ids of the disk', async () => {
    const opened = await open();
    expect(served.asked.map(({ path }) => path)).toEqual([
      '/1.0/instances/web?project=default',
      '/1.0/instances/web/sftp?project=default',
    ]);
    expect(fstatSync(opened.folder).ino).toBe(statSync(root).ino);
    expect([opened.base, opened.disks, served.held()]).toEqual([0, ['/srv/data'], 1]);
    opened.close();
    await expect.poll(() => served.held()).toBe(0);
  });

  it('has the ids with which Incus has written it, where the kernel does not map them', async () => {
    incus.config = { 'volatile.last_state.idmap': mapped };
    const { base, close } = await open();
    expect(base).toBe(300_000);
    close();
  });

  it('is not open where Incus does not mount it, or has none, and nothing stays open', async () => {
    served.failUpgrades('Failed to mount');
    await expect(open()).rejects.toMatchObject({ code: 'container-failed', message: /Failed to mount/ });
    await expect(open({ pathOf: () => undefined })).rejects.toMatchObject({ code: 'container-failed' });
    incus.isGone = true;
    await expect(open()).rejects.toMatchObject({ code: 'container-failed', message: /not found/ });
    expect(descriptors()).toBe(0);
  });

  it.each([
    ['another label', { labelOf: () => label.replace('c6', 'c7') }, /s0:c5,c7/],
    ['no label', { labelOf: () => undefined }, /the label -/],
    [
      'a context that does not isolate it',
      { contextOf: async () => fail('container-failed', { name: 'web', reason: 'none' }) },
      /none/,
    ],
    ['no folder', { pathOf: () => join(folder, 'other') }, /is gone/],
  ])('with %s is closed again', async (_, changes, message) => {
    await expect(open(changes)).rejects.toMatchObject({ code: 'container-failed', message });
    await expect.poll(() => served.held()).toBe(0);
  });
});

describe.runIf(isRoot)('the root of an instance that runs', () => {
  it('is the folder that its init has as root, in whichever mount, and Incus mounts nothing', async () => {
    const bound = join(folder, 'bound');
    mkdirSync(bound);
    execFileSync('mount', ['--bind', root, bound]);
    try {
      const initPid = await processIn(bound);
      const opened = await open({ runtimeOf: () => ({ initPid, context }) });
      expect([fstatSync(opened.folder).ino, served.held()]).toEqual([statSync(root).ino, 0]);
      opened.close();
    } finally {
      for (const child of children) child.kill('SIGKILL');
      execFileSync('umount', ['--lazy', bound]);
    }
  });

  it('is not open where its init has another root, has ended, or runs in another context', async () => {
    const other = join(folder, 'other');
    mkdirSync(other);
    const initPid = await processIn(other);
    await expect(open({ runtimeOf: () => ({ initPid, context }) })).rejects.toThrow(/another root/);
    await expect(open({ runtimeOf: () => ({ initPid: 2 ** 22 + 1, context }) })).rejects.toThrow(/just been stopped/);
    const inRoot = await processIn(root);
    const elsewhere = { initPid: inRoot, context: context.replace('c6', 'c9') };
    await expect(open({ runtimeOf: () => elsewhere })).rejects.toThrow(/s0:c5,c9/);
    expect(descriptors()).toBe(0);
  });
});
