/** Mounts by the kernel's own calls. Paths are absolute and hold nothing that a mount option would end at: the caller vouches for both. */

import { closeSync } from 'node:fs';
import koffi from 'koffi';
import { check } from './errno-error.ts';
import { openUserNamespace } from './user-namespace.ts';

const libc = koffi.load('libc.so.6');
const mountCall = libc.func('int mount(const char *source, const char *target, const char *type, unsigned long flags, const char *data)') as (
  source: string,
  target: string,
  type: string,
  flags: number,
  data: string,
) => number;
const noDevices = 4;

export interface Overlay {
  readonly lower: string;
  readonly upper: string;
  readonly work: string;
  /** Label of every file in it. */
  readonly context: string;
}

/** Mounts an overlay in which device nodes do not work. */
export function mountOverlay(target: string, { lower, upper, work, context }: Overlay): void {
  // The kernel takes a context in quotes whole, comma and all.
  const data = `lowerdir=${lower},upperdir=${upper},workdir=${work},context="${context}"`;
  check(mountCall('overlay', target, 'overlay', noDevices, data), `mount an overlay on ${target}`);
}

const openTreeNumber = 428;
const moveMountNumber = 429;
const mountSetattrNumber = 442;
const currentFolder = -100;
const emptyPath = 0x1000;
const openTreeClone = 1;
const closeOnExec = 0o2000000;
const moveMountFromEmptyPath = 4;
const attributeIdmap = 0x10_0000;

koffi.struct('mount_attr', { attr_set: 'uint64_t', attr_clr: 'uint64_t', propagation: 'uint64_t', userns_fd: 'uint64_t' });
const syscallOpenTree = libc.func('long syscall(long number, int directory, const char *path, uint32_t flags)') as (number: number, directory: number, path: string, flags: number) => number;
const syscallSetattr = libc.func('long syscall(long number, int directory, const char *path, uint32_t flags, mount_attr *attributes, size_t size)') as (
  number: number,
  directory: number,
  path: string,
  flags: number,
  attributes: object,
  size: number,
) => number;
const syscallMove = libc.func('long syscall(long number, int from, const char *fromPath, int to, const char *toPath, uint32_t flags)') as (
  number: number,
  from: number,
  fromPath: string,
  to: number,
  toPath: string,
  flags: number,
) => number;

/** Mounts a folder a second time, its files owned by the given host ids instead of 0 and up. */
export function bindIdmapped(source: string, target: string, ids: { readonly base: number; readonly count: number }): void {
  const tree = check(syscallOpenTree(openTreeNumber, currentFolder, source, openTreeClone | closeOnExec), `open the tree ${source}`);
  try {
    const namespace = openUserNamespace(ids);
    try {
      const attributes = { attr_set: attributeIdmap, attr_clr: 0, propagation: 0, userns_fd: namespace };
      check(syscallSetattr(mountSetattrNumber, tree, '', emptyPath, attributes, koffi.sizeof('mount_attr')), `map the ids of ${source}`);
    } finally {
      closeSync(namespace);
    }
    check(syscallMove(moveMountNumber, tree, '', currentFolder, target, moveMountFromEmptyPath), `mount ${source} on ${target}`);
  } finally {
    closeSync(tree);
  }
}
