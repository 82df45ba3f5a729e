// SPDX-License-Identifier: Apache-2.0
/**
 * Looks at the mounts of a container and at a sample of what is in them, from the host: by descriptors below the root of
 * its init, through no link, and into no file system that a process serves, which could keep the helper waiting.
 */

import { closeSync, constants, fstatSync } from 'node:fs';
import { say } from '../../../../contract/text.ts';
import { mountLabelOf } from '../../../selinux/labels/mount-label.ts';
import { walkTree } from '../../../selinux/labels/walk-tree.ts';
import type { MountEntry } from '../../../system/files/mount-info.ts';
import { visibleLine } from '../../../system/visible-line.ts';
import { textOf } from '../../../system/files/text-of.ts';
import { textOfName } from '../../../system/native/byte-names.ts';
import { openBelow, pathOnly, resolve } from '../../../system/native/native.ts';
import { hasCode } from '../../../system/errno.ts';
import type { Tally } from './tally.ts';

export interface MountsToLookAt {
  /** The root of the container's init, as a descriptor. */
  readonly root: number;
  /** Each character of a text of it is a byte. */
  readonly mounts: readonly MountEntry[];
  readonly labelOf: (fd: number) => string | undefined;
}

const maxMounts = 256;
/** Entries of the root's tree, and of each other one. */
const maxInRoot = 1500;
const maxInTree = 400;
const maxFiles = 4000;
const maxNamed = 5;
const longestPath = 100;

/** File systems on disks and in memory, whose folders the kernel alone reads. */
const walkedTypes: ReadonlySet<string> = new Set([
  ...['bcachefs', 'btrfs', 'devpts', 'erofs', 'ext2', 'ext3', 'ext4', 'f2fs', 'ramfs', 'squashfs', 'tmpfs'],
  ...['vfat', 'xfs', 'zfs'],
]);
/** File systems of the kernel's own state: their mounts are opened, and what is in them has labels of the host. */
const openedTypes: ReadonlySet<string> = new Set([
  ...['binfmt_misc', 'bpf', 'cgroup', 'cgroup2', 'configfs', 'debugfs', 'devtmpfs', 'efivarfs', 'hugetlbfs', 'mqueue'],
  ...['nsfs', 'proc', 'pstore', 'securityfs', 'selinuxfs', 'sysfs', 'tracefs'],
]);
/** LXC binds this file of the container's /dev over the kernel's number of the boot. */
const bootId = '/.lxc-boot-id';

const within = resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks;

export async function lookAtMounts(
  { root, mounts, labelOf }: MountsToLookAt,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const safe = safeMounts(mounts);
  const closed = mounts.filter((mount) => !safe.has(mount));
  for (const { point, options } of closed.filter(({ options }) => mountLabelOf(options) !== undefined))
    tally.see({ kind: 'mount', path: textOfPoint(point) }, () => mountLabelOf(options));
  if (closed.length > 0) {
    const types = [...new Set(closed.map(({ type }) => type))].sort().slice(0, 10).join(', ');
    tally.leave(
      say('{count} mounts that a process may serve, or lie in such a one: {types}', { count: closed.length, types }),
    );
  }
  if (safe.size > maxMounts) tally.leave(say('{count} mounts after the first', { count: safe.size - maxMounts }));
  let covered = 0;
  const cut: string[] = [];
  for (const mount of [...safe].slice(0, maxMounts)) {
    signal.throwIfAborted();
    const outcome = await lookAtMount({ root, mount, labelOf }, tally, signal);
    if (outcome === 'covered') covered += 1;
    if (outcome === 'cut') cut.push(visibleLine(textOfPoint(mount.point)).slice(0, longestPath));
  }
  if (covered > 0) tally.leave(say('{count} mounts that others cover', { count: covered }));
  const paths = cut.slice(0, maxNamed).join(', ');
  if (cut.length > 0)
    tally.leave(say('what lies deeper in {count} trees than the first entries: {paths}', { count: cut.length, paths }));
}

/**
 * The mounts that no process serves, and that lie in none such. An overlay may lie on one, unless it is the root, which
 * the host has mounted.
 */
function safeMounts(mounts: readonly MountEntry[]): ReadonlySet<MountEntry> {
  const byId = new Map(mounts.map((mount) => [mount.id, mount]));
  const isSafe = ({ type, point }: MountEntry): boolean =>
    walkedTypes.has(type) || openedTypes.has(type) || (type === 'overlay' && point === '/');
  const isReached = (mount: MountEntry): boolean => {
    const passed = new Set<number>();
    for (let at: MountEntry | undefined = mount; at !== undefined && !passed.has(at.id); at = byId.get(at.parent)) {
      if (!isSafe(at)) return false;
      passed.add(at.id);
    }
    return true;
  };
  return new Set(mounts.filter(isReached));
}

interface MountToLookAt extends Omit<MountsToLookAt, 'mounts'> {
  readonly mount: MountEntry;
}

type Outcome = 'covered' | 'cut' | 'whole';

async function lookAtMount(
  { root, mount, labelOf }: MountToLookAt,
  tally: Tally,
  signal: AbortSignal,
): Promise<Outcome> {
  const fd = openPoint(root, mount.point, tally);
  if (fd === undefined) return 'covered';
  try {
    if (mountIdOf(fd) !== mount.id) return 'covered';
    const path = textOfPoint(mount.point);
    tally.see({ kind: kindOf(mount), path: mount.root === bootId ? `/dev${bootId}` : path }, () => labelOf(fd));
    const isWalked = walkedTypes.has(mount.type) || mount.type === 'overlay';
    if (!isWalked || !fstatSync(fd).isDirectory()) return 'whole';
    const kind = mount.type === 'devpts' ? 'terminal' : 'file';
    return (await sampleTree({ path, folder: fd, kind, labelOf }, tally, signal)) ? 'whole' : 'cut';
  } finally {
    closeSync(fd);
  }
}

/** A file of `devpts` that is mounted elsewhere, as the multiplexer at `/dev/ptmx` is, is a terminal there too. */
function kindOf({ type, root }: MountEntry): 'mount' | 'terminal' {
  return type === 'devpts' && root !== '/' ? 'terminal' : 'mount';
}

export interface SampledTree {
  readonly path: string;
  readonly folder: number;
  readonly kind: 'file' | 'terminal';
  readonly labelOf: (fd: number) => string | undefined;
}

/** Looks at the entries that are nearest to the root of the tree, up to a number. False where there are more. */
export async function sampleTree(
  { path, folder, kind, labelOf }: SampledTree,
  tally: Tally,
  signal: AbortSignal,
): Promise<boolean> {
  const most = Math.min(path === '/' ? maxInRoot : maxInTree, maxFiles - tally.looked.file);
  let count = -1;
  for await (const found of walkTree({ path, folder }, signal, { isWide: true })) {
    count += 1;
    // The root itself comes first, and is looked at as a mount.
    if (count === 0) continue;
    if (count > most) return false;
    if (found.kind === 'skipped') tally.miss({ code: found.code });
    else tally.see({ kind, path: found.path, isLink: found.status.isSymbolicLink() }, () => labelOf(found.fd));
  }
  return true;
}

function openPoint(root: number, point: string, tally: Tally): number | undefined {
  const inside = point.replace(/^\/+/, '');
  try {
    return openBelow(root, Buffer.from(inside === '' ? '.' : inside, 'latin1'), {
      flags: pathOnly | constants.O_NOFOLLOW,
      resolve: within,
    });
  } catch (error) {
    if (!hasCode(error, 'ENOTDIR', 'ELOOP')) tally.miss(error);
    return undefined;
  }
}

/** The number of the mount in which an open file lies. */
function mountIdOf(fd: number): number | undefined {
  const [, id] = /^mnt_id:\s*(\d+)$/m.exec(textOf(`/proc/self/fdinfo/${fd}`) ?? '') ?? [];
  return id === undefined ? undefined : Number(id);
}

function textOfPoint(point: string): string {
  return textOfName(Buffer.from(point, 'latin1'));
}
