// SPDX-License-Identifier: Apache-2.0
/**
 * Boots the image once, lets it settle, and keeps its memory and disk, so that every later start continues from there.
 */

import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../build/lock.ts';
import { type ImagePlaces, labCache } from '../places.ts';
import { type OnProgress, step } from '../progress.ts';
import { runTool } from '../run-tool.ts';
import { chooseAccelerator, qemuVersion } from './accelerator.ts';
import { freePort } from './free-port.ts';
import { freeze, untilIdle } from './freeze.ts';
import { consoleTail, startMachine } from './machine.ts';
import { type Accelerator, keyOfMachine } from './qemu-arguments.ts';
import { mustRunInGuest, untilReachable, writeSshConfig } from './ssh.ts';
import type { InstancePlaces } from '../../hosts/lab-instance.ts';

export interface Snapshot {
  readonly accelerator: Accelerator;
  readonly disk: string;
  readonly memory: string;
  /** Only a machine with a second disk has one. */
  readonly dataDisk: string | undefined;
}

/** The files of a snapshot of this image in a folder. */
export function snapshotIn(folder: string, accelerator: Accelerator, { shape }: ImagePlaces): Snapshot {
  return {
    accelerator,
    disk: join(folder, 'disk.qcow2'),
    memory: join(folder, 'memory'),
    dataDisk: shape && join(folder, 'data.qcow2'),
  };
}

/** The memory of one QEMU and machine is of no use to another: each has a snapshot of its own beside the image. */
export async function ensureSnapshot(
  image: ImagePlaces,
  onProgress: OnProgress,
  signal?: AbortSignal,
): Promise<Snapshot> {
  const accelerator = await chooseAccelerator(image.kernel);
  const folder = join(image.folder, `booted-${keyOfMachine(accelerator, image)}-${await qemuVersion()}`);
  if (!existsSync(folder)) {
    await withLock(
      `${folder}.lock`,
      async () => {
        if (!existsSync(folder)) await make(folder, { image, accelerator, onProgress }, signal);
      },
      signal,
    );
  }
  return snapshotIn(folder, accelerator, image);
}

/** A disk that holds only what differs from `base`, which must not change any more. */
export async function overlay(base: string, disk: string): Promise<void> {
  await rm(disk, { force: true });
  await runTool('qemu-img', ['create', '-q', '-f', 'qcow2', '-F', 'qcow2', '-b', base, disk]);
}

interface Boot {
  readonly image: ImagePlaces;
  readonly accelerator: Accelerator;
  readonly onProgress: OnProgress;
}

async function make(target: string, boot: Boot, signal?: AbortSignal): Promise<void> {
  const folder = await mkdtemp(join(labCache, `booting-${process.pid}-`));
  const places: InstancePlaces = {
    folder,
    state: join(folder, 'state'),
    disk: join(folder, 'disk.qcow2'),
    dataDisk: join(folder, 'data.qcow2'),
    monitor: join(folder, 'monitor'),
    console: join(folder, 'console.log'),
    sshConfig: join(folder, 'ssh_config'),
    knownHosts: join(folder, 'known_hosts'),
  };
  try {
    await bootAndFreeze(places, boot, signal);
    await rename(folder, target);
  } catch (error) {
    const tail = await consoleTail(places.console);
    await rm(folder, { recursive: true, force: true });
    throw new Error(
      `${error instanceof Error ? error.message : String(error)}\nthe guest's console ended with:\n${tail}`,
      { cause: error },
    );
  }
}

async function bootAndFreeze(
  places: InstancePlaces,
  { image, accelerator, onProgress }: Boot,
  signal?: AbortSignal,
): Promise<void> {
  await overlay(image.disk, places.disk);
  const { shape, isStock } = image;
  if (shape) await runTool('qemu-img', ['create', '-q', '-f', 'qcow2', places.dataDisk, shape.dataDisk]);
  const sshPort = await freePort();
  const machine = await startMachine(
    { accelerator, shape, isStock, kernel: image.kernel, initrd: image.initrd, sshPort, ...places },
    signal,
  );
  try {
    await writeSshConfig(places, image, sshPort);
    await step(onProgress, `booted the lab (${accelerator})`, () => untilReachable(places, 240, signal));
    await step(onProgress, 'let it settle', () => settle(places, signal));
    await step(onProgress, 'kept its memory', () => freeze(places, places.folder, signal));
  } finally {
    await machine.kill();
  }
  for (const left of [places.monitor, places.sshConfig, places.knownHosts]) await rm(left, { force: true });
}

/** Waits for the end of the boot and reads the programs that every test needs into the page cache. */
async function settle(places: InstancePlaces, signal?: AbortSignal): Promise<void> {
  const options = signal && { signal };
  await mustRunInGuest(places, 'systemctl is-system-running --wait || true', options);
  await mustRunInGuest(
    places,
    'cat /usr/bin/node >/dev/null; lxc-ls; systemd-run --quiet --wait true; semodule -l >/dev/null; ' +
      'getenforce >/dev/null; cat /proc/kallsyms >/dev/null',
    options,
  );
  await mustRunInGuest(places, 'for user in operator outsider admin; do runuser -u $user -- true; done', options);
  await untilIdle(places, signal);
}
