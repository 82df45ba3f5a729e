// SPDX-License-Identifier: Apache-2.0
/**
 * Mounts by the kernel's own calls. Paths are absolute and contain nothing that would end a mount option: the caller
 * ensures both.
 */

import { closeSync } from 'node:fs';
import koffi from 'koffi';
import { check } from './errno-error.ts';
import { type IdShift, openUserNamespace } from './user-namespace.ts';

const libc = koffi.load('libc.so.6');
const mountCall = libc.func(
  'int mount(const char *source, const char *target, const char *type, unsigned long flags, const char *data)',
) as (source: string, target: string, type: string, flags: number, data: string) => number;
const openCall = libc.func('int open(const char *path, int flags)') as (path: string, flags: number) => number;
const umountCall = libc.func('int umount2(const char *target, int flags)') as (target: string, flags: number) => number;
const noDevices = 4;
/** `O_PATH`, `O_DIRECTORY`, `O_NOFOLLOW` and `O_CLOEXEC` of open(2). */
const [pathOnly, directory, noFollow, closeOnExec] = [0o10000000, 0o200000, 0o400000, 0o2000000] as const;
const detach = 2;

export interface Overlay {
  readonly lower: string;
  /** A folder whose files lie on those of `lower`. */
  readonly above?: string | undefined;
  readonly upper: string;
  readonly work: string;
  /** Label of every file in it. */
  readonly context: string;
}

/**
 * Mounts an overlay in which device nodes do not work. Its folders are named by descriptors, since the kernel shows
 * these names to the container, in /proc/self/mountinfo, for as long as it is mounted: so they say nothing of the host.
 */
export function mountOverlay(target: string, { lower, above, upper, work, context }: Overlay): void {
  const folders: number[] = [];
  try {
    for (const path of [upper, work, ...(above === undefined ? [] : [above]), lower])
      folders.push(check(openCall(path, pathOnly | directory | closeOnExec), `open the folder ${path}`));
    const [upperdir, workdir, ...lowers] = folders.map((fd) => `/proc/self/fd/${fd}`);
    // The kernel takes a context in quotes whole, comma and all.
    const data = `lowerdir=${lowers.join(':')},upperdir=${upperdir},workdir=${workdir},context="${context}"`;
    // The mount lies on the opened folder itself: were a link in its place by now, it would lie on what that leads to.
    const point = check(
      openCall(target, pathOnly | directory | noFollow | closeOnExec),
      `mount an overlay on ${target}`,
    );
    folders.push(point);
    check(mountCall('overlay', `/proc/self/fd/${point}`, 'overlay', noDevices, data), `mount an overlay on ${target}`);
  } finally {
    for (const fd of folders) closeSync(fd);
  }
}

const fsopenNumber = 430;
const fsconfigNumber = 431;
const fsmountNumber = 432;
const setString = 1;
const createCommand = 6;
const syscallFsopen = libc.func('long syscall(long number, const char *type, uint32_t flags)') as (
  number: number,
  type: string,
  flags: number,
) => number;
const syscallFsconfig = libc.func(
  'long syscall(long number, int fs, uint32_t command, const char *key, const char *value, int aux)',
) as (number: number, fs: number, command: number, key: string | null, value: string | null, aux: number) => number;
const syscallFsmount = libc.func('long syscall(long number, int fs, uint32_t flags, uint32_t attributes)') as (
  number: number,
  fs: number,
  flags: number,
  attributes: number,
) => number;

/**
 * These are attributes of `mount_setattr(2)`. `noDirectoryTimes` has little effect, and no other program sets it: it is
 * a mark that identifies a mount later.
 */
export const mountAttribute = { readOnly: 1, noSetuid: 2, noDevices: 4, noDirectoryTimes: 0x80 } as const;

/**
 * Folders on each other, the topmost first, read-only: a mount that no path leads to. No set-id program of it takes
 * effect there, and no device. It ends when the descriptor is closed, which the caller does.
 */
export function openStacked(folders: readonly number[]): number {
  const fs = check(syscallFsopen(fsopenNumber, 'overlay', 1), 'open an overlay');
  try {
    const lower = folders.map((folder) => `/proc/self/fd/${folder}`).join(':');
    check(syscallFsconfig(fsconfigNumber, fs, setString, 'lowerdir', lower, 0), 'name the folders of an overlay');
    check(syscallFsconfig(fsconfigNumber, fs, createCommand, null, null, 0), 'make an overlay');
    const { readOnly, noSetuid, noDevices } = mountAttribute;
    return check(syscallFsmount(fsmountNumber, fs, 1, readOnly | noSetuid | noDevices), 'mount an overlay');
  } finally {
    closeSync(fs);
  }
}

const openTreeNumber = 428;
const moveMountNumber = 429;
const mountSetattrNumber = 442;
const currentFolder = -100;
const emptyPath = 0x1000;
const openTreeClone = 1;
const moveMountFromEmptyPath = 4;
const moveMountToEmptyPath = 0x40;
const attributeIdmap = 0x10_0000;

koffi.struct('mount_attr', {
  attr_set: 'uint64_t',
  attr_clr: 'uint64_t',
  propagation: 'uint64_t',
  userns_fd: 'uint64_t',
});
const syscallOpenTree = libc.func('long syscall(long number, int directory, const char *path, uint32_t flags)') as (
  number: number,
  directory: number,
  path: string,
  flags: number,
) => number;
const syscallSetattr = libc.func(
  'long syscall(long number, int directory, const char *path, uint32_t flags, mount_attr *attributes, size_t size)',
) as (number: number, directory: number, path: string, flags: number, attributes: object, size: number) => number;
const syscallMove = libc.func(
  'long syscall(long number, int from, const char *fromPath, int to, const char *toPath, uint32_t flags)',
) as (number: number, from: number, fromPath: string, to: number, toPath: string, flags: number) => number;

/**
 * Mounts a folder a second time, its files owned by the given host ids instead of 0 and up. No set-id program of it
 * takes effect there, and no device.
 */
export function bindIdmapped(
  source: string,
  target: string,
  ids: { readonly base: number; readonly count: number },
): void {
  const tree = check(
    syscallOpenTree(openTreeNumber, currentFolder, source, openTreeClone | closeOnExec),
    `open the tree ${source}`,
  );
  moved(tree, { ids, attributes: mountAttribute.noSetuid | mountAttribute.noDevices, words: source }, () =>
    check(
      syscallMove(moveMountNumber, tree, '', currentFolder, target, moveMountFromEmptyPath),
      `mount ${source} on ${target}`,
    ),
  );
}

export interface FolderBind {
  /** What is mounted: a descriptor, so that it is the file that was examined, whatever its name leads to now. */
  readonly folder: number;
  /** A path, or the descriptor of the folder that it is to lie on. */
  readonly target: string | number;
  /** Its files are owned by these host ids instead of 0 and up; as they are when undefined. */
  readonly ids?: { readonly base: number; readonly count: number };
  /** Holds some of {@link mountAttribute}, or-ed. */
  readonly attributes: number;
}

/** Mounts an open folder a second time, without what is mounted below it. */
export function bindFolder({ folder, target, ids, attributes }: FolderBind): void {
  const tree = check(
    syscallOpenTree(openTreeNumber, folder, '', openTreeClone | closeOnExec | emptyPath),
    'open the tree of a folder',
  );
  moved(tree, { attributes, words: 'a folder', ...(ids !== undefined && { ids }) }, () =>
    typeof target === 'number'
      ? check(
          syscallMove(moveMountNumber, tree, '', target, '', moveMountFromEmptyPath | moveMountToEmptyPath),
          'mount a folder on itself',
        )
      : check(
          syscallMove(moveMountNumber, tree, '', currentFolder, target, moveMountFromEmptyPath),
          `mount a folder on ${target}`,
        ),
  );
}

/**
 * Removes the mount whose root this descriptor names, whatever path leads there now; it ends when nothing uses it any
 * more.
 */
export function detachMount(folder: number): void {
  check(umountCall(`/proc/self/fd/${folder}`, detach), 'unmount a folder');
}

/**
 * An open folder a second time, without what is mounted below it, read-only, its files owned by shifted ids: a mount
 * that no path leads to. It ends when the descriptor is closed, which the caller does.
 */
export function openShifted(folder: number, ids: IdShift): number {
  const tree = check(
    syscallOpenTree(openTreeNumber, folder, '', openTreeClone | closeOnExec | emptyPath),
    'open the tree of a folder',
  );
  try {
    const { readOnly, noSetuid, noDevices } = mountAttribute;
    setAttributes(tree, { ids, attributes: readOnly | noSetuid | noDevices, words: 'a folder' });
    return tree;
  } catch (error) {
    closeSync(tree);
    throw error;
  }
}

interface TreeAttributes {
  readonly ids?: IdShift;
  readonly attributes: number;
  /** What the mount is of, for an error. */
  readonly words: string;
}

/** Gives the mount its attributes before anybody can see it, and closes the tree. */
function moved(tree: number, attributes: TreeAttributes, move: () => unknown): void {
  try {
    setAttributes(tree, attributes);
    move();
  } finally {
    closeSync(tree);
  }
}

function setAttributes(tree: number, { ids, attributes, words }: TreeAttributes): void {
  const namespace = ids === undefined ? undefined : openUserNamespace(ids);
  try {
    const wanted = {
      attr_set: attributes | (namespace === undefined ? 0 : attributeIdmap),
      attr_clr: 0,
      propagation: 0,
      userns_fd: namespace ?? 0,
    };
    check(
      syscallSetattr(mountSetattrNumber, tree, '', emptyPath, wanted, koffi.sizeof('mount_attr')),
      `set the attributes of the mount of ${words}`,
    );
  } finally {
    if (namespace !== undefined) closeSync(namespace);
  }
}
