// SPDX-License-Identifier: Apache-2.0
/**
 * The hook that labels a container's /dev, and what it has in memory besides where new files get the level of their
 * folder. LXC runs it by a shell once all is mounted; nothing in it comes from outside.
 */

import { formatSecurityContext } from '../../contract/model/contexts/format-security-context.ts';
import type { SecurityContext } from '../../contract/model/contexts/security-context.ts';
import { lowEndOf } from '../../contract/model/contexts/security-context.ts';
import type { ConfigurationLine } from './configuration-file.ts';
import { memoryTypeOf } from '../selinux/types.ts';

export const devLabelKey = 'lxc.hook.autodev';

const shared = { path: 'dev/shm', options: 'mode=1777' };
/** What an init would mount itself, and leaves alone where it is mounted; a folder of another one comes after it. */
const memory = [
  { path: 'run', options: 'mode=755' },
  { path: 'run/lock', options: 'noexec,mode=1777,size=5m' },
  { path: 'tmp', options: 'mode=1777' },
  shared,
];
const sharedPath = ` $LXC_ROOTFS_MOUNT/${shared.path}`;

const chcon = '/usr/bin/chcon ';

/** `context` is that of the container's processes; `labelsMemory` goes with the lines of {@link memoryLines}. */
export function devLabelHook(context: SecurityContext, { labelsMemory = false } = {}): string {
  const paths = ['dev', ...(labelsMemory ? memory.map(({ path }) => path) : [])];
  return `${chcon}${labelFor(context)} ${paths.map((path) => `$LXC_ROOTFS_MOUNT/${path}`).join(' ')}`;
}

const written = new RegExp(
  `^${chcon}[a-z0-9_]+:object_r:[A-Za-z0-9_]+:s0:c\\d+,c\\d+ \\$LXC_ROOTFS_MOUNT/dev` +
    `(?: \\$LXC_ROOTFS_MOUNT/(?:${memory.map(({ path }) => path).join('|')}))*$`,
);

/** Says whether a line is one that {@link devLabelHook} or {@link withSharedMemory} wrote, of any container. */
export function isDevLabelHook({ key, value }: ConfigurationLine): boolean {
  return key === devLabelKey && written.test(value);
}

/** The hook for another context, with the same paths; undefined when it is not one of ours. */
export function relabelled(hook: string, context: SecurityContext): string | undefined {
  if (!hook.startsWith(chcon)) return undefined;
  return hook.replace(/^(\S+ )\S+/, (_, program: string) => `${program}${labelFor(context)}`);
}

/** The file systems that the hook labels besides /dev: what lies in them has the level of their root. */
export function memoryLines(): readonly ConfigurationLine[] {
  return memory.map(lineOf);
}

/**
 * With the shared memory that programs expect at /dev/shm, labelled as /dev, for a container in which no init mounts it.
 * Idempotent; changes nothing where it is there with the rest of the memory.
 */
export function withSharedMemory(lines: readonly ConfigurationLine[]): readonly ConfigurationLine[] {
  if (lines.some(isShared)) return lines;
  return lines.flatMap((line) => {
    if (line.key !== devLabelKey || !line.value.startsWith(chcon)) return [line];
    return [{ ...line, value: `${line.value}${sharedPath}` }, lineOf(shared)];
  });
}

/** What {@link withSharedMemory} had before. */
export function withoutSharedMemory(lines: readonly ConfigurationLine[]): readonly ConfigurationLine[] {
  const hook = lines.find(({ key }) => key === devLabelKey)?.value ?? '';
  if (!hook.endsWith(`/dev${sharedPath}`)) return lines;
  return lines
    .filter((line) => !isShared(line))
    .map((line) => (line.value === hook ? { ...line, value: hook.slice(0, -sharedPath.length) } : line));
}

function lineOf({ path, options }: (typeof memory)[number]): ConfigurationLine {
  const value = `tmpfs ${path} tmpfs rw,nosuid,nodev,${options},create=dir 0 0`;
  return { key: 'lxc.mount.entry', value };
}

function isShared({ key, value }: ConfigurationLine): boolean {
  return key === 'lxc.mount.entry' && value === lineOf(shared).value;
}

function labelFor(context: SecurityContext): string {
  return formatSecurityContext({
    ...context,
    role: 'object_r',
    type: memoryTypeOf(context.type),
    level: lowEndOf(context.level),
  });
}
