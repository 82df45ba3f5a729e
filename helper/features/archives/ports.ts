// SPDX-License-Identifier: Apache-2.0
/**
 * Unpacking archives of strangers, for the features that take such: a root file system becomes an image, the files of a
 * container come back.
 */

import type { TreeKind } from '../../system/programs/tar-of-folder.ts';

export interface ArchiveLimits {
  /** Of the unpacked files, as they lie on a disk. */
  readonly maxBytes: number;
  readonly maxFiles: number;
  /**
   * Those that owners in the archive may have. The first becomes 0: the files of a container, as the host sees them,
   * belong to a range of its ids.
   */
  readonly ids: { readonly first: number; readonly count: number };
}

/**
 * Where in the archive the tree is. `detect` finds a root file system by itself, an image of LXC, or one of OCI or
 * docker. Else it is below `folder`, and the files named in `members`, which are small, are given back as text.
 */
export type ArchiveLayout = 'detect' | { readonly folder: string; readonly members: readonly string[] };

export interface UnpackRequest {
  readonly layout: ArchiveLayout;
  readonly keeps: TreeKind;
  readonly limits: ArchiveLimits;
  /** The archive, from its beginning to its end, packed by gzip, xz, zstd, bzip2 or not at all. */
  readonly input: AsyncIterable<Uint8Array>;
  /** An empty folder that only root can enter, and that becomes the tree. */
  readonly target: string;
  /** An empty folder beside it, for what has to be read twice. The caller removes it. */
  readonly scratch: string;
  /** Called with the bytes of the archive that have arrived. */
  readonly onReceived: (bytes: number) => void;
  /** Called now and then with what was given to be written. */
  readonly onProgress: (progress: ArchiveProgress) => void;
}

interface ArchiveProgress {
  readonly files: number;
  readonly bytes: number;
}

export interface ArchiveSummary {
  readonly files: number;
  readonly bytes: number;
  /** Files whose program runs with the rights of their owner or group. */
  readonly setId: number;
  readonly leftOut: { readonly devices: number; readonly attributes: number };
  /** For which processors the first program is; null when it is not known. */
  readonly architecture: string | null;
  /** The text of its os-release; null when there is none. */
  readonly release: string | null;
  /** Whether it has a program that can be the first process of a container. */
  readonly hasInit: boolean;
}

/** What an image of OCI or docker says about how its program is run. */
export interface ApplicationSettings {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: readonly string[];
  readonly user: string;
  readonly folder: string;
  /** Such as `80/tcp`. */
  readonly ports: readonly string[];
  readonly stopSignal: string;
}

export interface Unpacked extends ArchiveSummary {
  readonly format: 'root' | 'lxc' | 'oci';
  /** Of the archive as it arrived: its SHA-256 in hexadecimal digits. */
  readonly sha256: string;
  readonly receivedBytes: number;
  /** By their names in the archive. */
  readonly members: Readonly<Record<string, string>>;
  readonly application: ApplicationSettings | null;
}

/**
 * Unpacks an archive into a folder. Resolves when all files are written, though not yet on the disk. Fails with
 * `archive-unusable` or `disk-full`; what was unpacked until then stays, for the caller to remove.
 */
export type Unpack = (request: UnpackRequest, signal: AbortSignal) => Promise<Unpacked>;
