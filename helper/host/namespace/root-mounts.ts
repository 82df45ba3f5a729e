/**
 * The root file system of a container: its image read-only and idmapped, an overlay of its own on top, and the label of the whole
 * given by the mount, so that it costs the same for any size of image.
 */

import { readFile } from 'node:fs/promises';
import { formatSecurityContext, type SecurityContext } from '../../../contract/model/security-context.ts';
import type { ContainerPlaces } from '../lxc/places.ts';
import { mustRunProgram, runProgram } from '../run-program.ts';
import type { IdRange } from './id-ranges.ts';

export interface RootMounts {
  readonly places: ContainerPlaces;
  /** Root folder of the image, owned by host ids. */
  readonly image: string;
  readonly ids: IdRange;
  /** Context of every file in it. */
  readonly context: SecurityContext;
}

/** Mounts what is not mounted yet. */
export async function mountRoot({ places, image, ids, context }: RootMounts, signal?: AbortSignal): Promise<void> {
  const options = signal === undefined ? {} : { signal };
  const mounted = await mountPoints();
  if (!mounted.has(places.lower)) {
    const idmap = `X-mount.idmap=u:0:${ids.base}:${ids.count} g:0:${ids.base}:${ids.count}`;
    await mustRunProgram('/usr/bin/mount', ['--bind', '-o', idmap, '--', image, places.lower], options);
  }
  if (!mounted.has(places.rootfs)) {
    const layers = `lowerdir=${places.lower},upperdir=${places.upper},workdir=${places.work}`;
    // Quoted, since the categories hold a comma. nodev: device nodes come from the host's own /dev, one by one.
    const label = `context="${formatSecurityContext(context)}"`;
    await mustRunProgram('/usr/bin/mount', ['-t', 'overlay', '-o', `nodev,${layers},${label}`, '--', 'overlay', places.rootfs], options);
  }
}

/** Unmounts both; what is not mounted is left alone. */
export async function unmountRoot(places: ContainerPlaces): Promise<void> {
  const mounted = await mountPoints();
  for (const point of [places.rootfs, places.lower]) {
    if (!mounted.has(point)) continue;
    const { code } = await runProgram('/usr/bin/umount', ['--', point]);
    // Something of the host still looks into it: let the mount go when that has ended.
    if (code !== 0) await mustRunProgram('/usr/bin/umount', ['--lazy', '--', point]);
  }
}

/** Every mount point of this mount namespace. */
export async function mountPoints(): Promise<ReadonlySet<string>> {
  const table = await readFile('/proc/self/mountinfo', 'utf8');
  return new Set(table.split('\n').flatMap((line) => line.split(' ')[4] ?? []));
}
