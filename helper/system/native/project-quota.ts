// SPDX-License-Identifier: Apache-2.0
/**
 * Project quotas: which project a file counts for, and what a project uses and may use. Limits hold for every process
 * without `CAP_SYS_RESOURCE` in the host's own user namespace.
 */

import koffi from 'koffi';
import { check } from './errno-error.ts';

const libc = koffi.load('libc.so.6');
const ioctlAttributes = libc.func('int ioctl(int fd, unsigned long request, _Inout_ uint8_t *attributes)') as (
  fd: number,
  request: number,
  attributes: Buffer,
) => number;
const quotactl = libc.func(
  'long syscall(long number, uint32_t fd, uint32_t command, uint32_t id, _Inout_ uint8_t *data)',
) as (number: number, fd: number, command: number, id: number, data: Buffer) => number;

/** `struct fsxattr`: flags, two sizes, the project, another size, padding. */
const attributesSize = 28;
const projectOffset = 12;
const readAttributes = 0x801c_581f;
const writeAttributes = 0x401c_5820;
const inheritProject = 0x200;

/** The project that an open file or folder counts for; 0 is none. */
export function projectOf(fd: number): number {
  const attributes = Buffer.alloc(attributesSize);
  check(ioctlAttributes(fd, readAttributes, attributes), 'ioctl(FS_IOC_FSGETXATTR)');
  return attributes.readUInt32LE(projectOffset);
}

/**
 * Makes an open file or folder count for a project; new files in the folder then do too. Raises `EDQUOT` when the
 * project has no space for it.
 */
export function setProject(fd: number, project: number, kind: 'file' | 'folder'): void {
  const attributes = Buffer.alloc(attributesSize);
  check(ioctlAttributes(fd, readAttributes, attributes), 'ioctl(FS_IOC_FSGETXATTR)');
  attributes.writeUInt32LE(project, projectOffset);
  const flags = attributes.readUInt32LE(0);
  if (kind === 'folder')
    attributes.writeUInt32LE((project === 0 ? flags & ~inheritProject : flags | inheritProject) >>> 0, 0);
  check(ioctlAttributes(fd, writeAttributes, attributes), `ioctl(FS_IOC_FSSETXATTR, project ${project})`);
}

const quotactlFdNumber = 443;
const projectQuota = 2;
const commandOf = (subcommand: number): number => ((subcommand << 8) | projectQuota) >>> 0;
const getQuota = commandOf(0x80_0007);
const setQuota = commandOf(0x80_0008);
const getState = commandOf(0x5808);

const stateSize = 256;
const stateVersion = 1;
const projectsAreLimited = 1 << 5;

/** Says whether the file system of an open folder keeps project quotas and enforces their limits. */
export function hasProjectQuota(fd: number): boolean {
  const state = Buffer.alloc(stateSize);
  state.writeInt8(stateVersion, 0);
  if (quotactl(quotactlFdNumber, fd, getState, 0, state) < 0) return false;
  return (state.readUInt16LE(2) & projectsAreLimited) !== 0;
}

export interface ProjectUsage {
  readonly bytes: number;
  readonly inodes: number;
}

/** `struct if_dqblk`: eight words of 64 bits, then which of them are valid. */
const quotaSize = 72;
const offsets = { hardBytes: 0, usedBytes: 16, hardInodes: 24, usedInodes: 40, valid: 64 } as const;
/** Limits of blocks are counted in these. */
const blockBytes = 1024;
const limitsAreValid = 1 | 4;

/** What the files of a project take, writes that have not reached the disk yet included. */
export function readProjectUsage(fd: number, project: number): ProjectUsage {
  const quota = readQuota(fd, project);
  return { bytes: wordAt(quota, offsets.usedBytes), inodes: wordAt(quota, offsets.usedInodes) };
}

/** The limits that the kernel has for a project; infinite where there is none. */
export function readProjectLimit(fd: number, project: number): ProjectUsage {
  const quota = readQuota(fd, project);
  const [blocks, inodes] = [wordAt(quota, offsets.hardBytes), wordAt(quota, offsets.hardInodes)];
  return {
    bytes: blocks === 0 ? Number.POSITIVE_INFINITY : blocks * blockBytes,
    inodes: inodes === 0 ? Number.POSITIVE_INFINITY : inodes,
  };
}

function readQuota(fd: number, project: number): Buffer {
  const quota = Buffer.alloc(quotaSize);
  const result = quotactl(quotactlFdNumber, fd, getQuota, project, quota);
  // Some file systems return this for a project that is not used yet.
  if (result < 0 && koffi.errno() === koffi.os.errno['ENOENT']) return Buffer.alloc(quotaSize);
  check(result, `quotactl_fd(Q_GETQUOTA, ${project})`);
  return quota;
}

function wordAt(quota: Buffer, offset: number): number {
  return Number(quota.readBigUInt64LE(offset));
}

/**
 * Sets the most that the files of a project may take; undefined takes the limits away. A limit below what is used lets
 * nothing more be written.
 */
export function limitProject(fd: number, project: number, most: ProjectUsage | undefined): void {
  const quota = Buffer.alloc(quotaSize);
  // 0 would be no limit.
  const blocks = most === undefined ? 0 : Math.max(1, Math.floor(most.bytes / blockBytes));
  const inodes = most === undefined ? 0 : Math.max(1, Math.floor(most.inodes));
  quota.writeBigUInt64LE(BigInt(blocks), offsets.hardBytes);
  quota.writeBigUInt64LE(BigInt(inodes), offsets.hardInodes);
  quota.writeUInt32LE(limitsAreValid, offsets.valid);
  check(quotactl(quotactlFdNumber, fd, setQuota, project, quota), `quotactl_fd(Q_SETQUOTA, ${project})`);
}
