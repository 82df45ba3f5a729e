// SPDX-License-Identifier: Apache-2.0
/** How an archive is packed, by its first bytes, and the program of the host that unpacks it. */

export interface Unpacker {
  readonly path: string;
  readonly args: readonly string[];
  /** Which package brings it. */
  readonly package: string;
}

/** One of the two is there at most; neither for what is not packed. */
export interface Compression {
  readonly program?: Unpacker;
  /** Why it cannot be unpacked, as an end of "it ...". */
  readonly problem?: string;
}

/** The first bytes of a file, of which so many are read, show how it is packed. */
export const magicBytes = 6;

/** The programs may take this much memory, in MiB: more than the highest usual level of each needs. */
const memory = 256;

const kinds: readonly (Compression & { readonly magic: string })[] = [
  { magic: '1f8b', program: { path: '/usr/bin/gzip', args: ['-dc'], package: 'gzip' } },
  { magic: 'fd377a585a00', program: { path: '/usr/bin/xz', args: ['-dc', `-M${memory}MiB`], package: 'xz-utils' } },
  { magic: '28b52ffd', program: { path: '/usr/bin/zstd', args: ['-dcq', `-M${memory}MB`], package: 'zstd' } },
  { magic: '425a68', program: { path: '/usr/bin/bzip2', args: ['-dc'], package: 'bzip2' } },
  { magic: '68737173', problem: 'is a file system image (squashfs); give a tar archive of the root file system' },
  {
    magic: '514649fb',
    problem: 'is the disk of a virtual machine (qcow2); give a tar archive of the root file system',
  },
  { magic: '504b0304', problem: 'is a zip archive; give a tar archive, which keeps owners and modes' },
];

export function compressionOf(beginning: Uint8Array): Compression {
  const digits = Buffer.from(beginning.subarray(0, magicBytes)).toString('hex');
  return kinds.find(({ magic }) => digits.startsWith(magic)) ?? {};
}

/** Says it as an end of "cannot unpack the archive: ...". */
export function sayMissing({ path, package: name }: Unpacker): string {
  return `${path} is not on the host; install the package ${name}, or unpack the archive first`;
}
