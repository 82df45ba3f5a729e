// SPDX-License-Identifier: Apache-2.0
/**
 * Mounts the root file system of a container: its image read-only and idmapped, an overlay of its own on top, and the
 * label of the whole given by the mount, so that it costs the same for any size of image.
 */

import { readFileSync } from 'node:fs';
import { fail } from '../../contract/errors.ts';
import { formatSecurityContext } from '../../contract/model/contexts/format-security-context.ts';
import type { SecurityContext } from '../../contract/model/contexts/security-context.ts';
import { say, type Words } from '../../contract/text.ts';
import type { ContainerPlaces } from './places.ts';
import { ErrnoError } from '../system/native/errno-error.ts';
import { bindIdmapped, mountOverlay } from '../system/native/mounts.ts';
import { mustRunProgram, ProgramError, runProgram } from '../system/programs/run-program.ts';
import type { IdRange } from './id-ranges.ts';

export interface RootMounts {
  readonly name: string;
  readonly places: ContainerPlaces;
  /** The folders of its own layer. */
  readonly layer: { readonly upper: string; readonly work: string };
  /** Root folder of the image, owned by host ids. */
  readonly image: string;
  /** The folder with the host's init, which lies on the image; undefined for one with an init of its own. */
  readonly init: string | undefined;
  readonly ids: IdRange;
  /** Every file in it gets this context. */
  readonly context: SecurityContext;
}

/** Mounts what is not mounted yet. Fails with the kernel's error, in words; the caller reports a full disk. */
export function mountRoot({ name, places, layer, image, init, ids, context }: RootMounts): void {
  const mounted = mountPoints();
  if (!mounted.has(places.lower))
    mountOrFail(
      name,
      (values) =>
        say("the host cannot mount the image {image}: {words} ({message}); see its kernel's messages with dmesg", {
          image,
          ...values,
        }),
      () => bindIdmapped(image, places.lower, ids),
    );
  if (!mounted.has(places.rootfs)) {
    mountOrFail(
      name,
      (values) =>
        say("the host cannot mount its layers: {words} ({message}); see its kernel's messages with dmesg", values),
      () =>
        mountOverlay(places.rootfs, {
          lower: places.lower,
          above: init,
          ...layer,
          context: formatSecurityContext(context),
        }),
    );
  }
}

function mountOrFail(
  name: string,
  reasonOf: (values: { readonly words: string; readonly message: string }) => Words,
  act: () => void,
): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof ErrnoError) || error.code === 'ENOSPC') throw error;
    fail('container-failed', {
      name,
      reason: reasonOf({ words: error.words, message: error.message }),
    });
  }
}

/** Unmounts both; what is not mounted is left alone. By a program, since it may wait for the disk. */
export async function unmountRoot(name: string, places: ContainerPlaces): Promise<void> {
  const mounted = mountPoints();
  for (const point of [places.rootfs, places.lower]) if (mounted.has(point)) await unmountPoint(name, point);
}

/** Unmounts what is mounted on a folder of a container. */
export async function unmountPoint(name: string, point: string): Promise<void> {
  const { code } = await runProgram('/usr/bin/umount', ['--', point]);
  if (code === 0) return;
  // Something of the host still looks into it: let the mount go when that has ended.
  await mustRunProgram('/usr/bin/umount', ['--lazy', '--', point]).catch((error: unknown) => {
    if (error instanceof ProgramError)
      fail('container-failed', {
        name,
        reason: say('the host cannot unmount {point}: {lastOutput}', { point, lastOutput: error.lastOutput }),
      });
    throw error;
  });
}

/** Every mount point of this mount namespace. */
export function mountPoints(): ReadonlySet<string> {
  const table = readFileSync('/proc/self/mountinfo', 'utf8');
  return new Set(table.split('\n').flatMap((line) => line.split(' ')[4] ?? []));
}
