// SPDX-License-Identifier: Apache-2.0
/**
 * Unpacking archives of strangers, for the features that take such: a root file system becomes an image, the files of a
 * container come back.
 */

import type { TreeKind } from '../../system/programs/tar-of-folder.ts';

export interface ArchiveLimits {
  /** Limits the bytes of the unpacked files, as they lie on a disk. */
  readonly maxBytes: number;
  readonly maxFiles: number;
  /**
   * Owners in the archive may have these ids. The first becomes 0: the files of a container, as the host sees them,
   * belong to a range of its ids.
   */
  readonly ids: { readonly first: number; readonly count: number };
}

/**
 * Says where in the archive the tree is. `detect` finds a root file system by itself, an image of LXC, or one of OCI or
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
  /** The first program is for these processors; null when they are not known. */
  readonly architecture: string | null;
  /** Holds the text of its os-release; null when there is none. */
  readonly release: string | null;
  /** Says whether it has a program that can be the first process of a container. */
  readonly hasInit: boolean;
}

/** What an image of OCI or docker says about how its program is run. */
export interface ApplicationSettings {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: readonly string[];
  readonly user: string;
  readonly folder: string;
  /** Each is written as `80/tcp`. */
  readonly ports: readonly string[];
  readonly stopSignal: string;
}

export interface Unpacked extends ArchiveSummary {
  readonly format: 'root' | 'lxc' | 'oci';
  /** The archive as it arrived has this SHA-256, in hexadecimal digits. */
  readonly sha256: string;
  readonly receivedBytes: number;
  /** The texts are kept by their names in the archive. */
  readonly members: Readonly<Record<string, string>>;
  readonly application: ApplicationSettings | null;
}

/**
 * Unpacks an archive into a folder. Resolves when all files are written, though not yet on the disk. Fails with
 * `archive-unusable` or `disk-full`; what was unpacked until then stays, for the caller to remove.
 */
export type Unpack = (request: UnpackRequest, signal: AbortSignal) => Promise<Unpacked>;
