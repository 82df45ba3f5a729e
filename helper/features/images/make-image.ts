// SPDX-License-Identifier: Apache-2.0
/**
 * Makes an image of an archive. An intent is written before the first file, and the image gets its name when all of it is
 * on the disk: what fails, is cancelled or is cut off leaves nothing.
 */

import { chownSync } from 'node:fs';
import { arch } from 'node:os';
import { fail, Failure, isFailure } from '../../../contract/errors.ts';
import type { ImageApplication } from '../../../contract/model/host/image.ts';
import type { HostDisk } from '../../../contract/model/host/disk.ts';
import type { ImageProgress, ImageStep, ImportedImage } from '../../../contract/operations/host/image.ts';
import { say } from '../../../contract/text.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import { hasCode } from '../../system/errno.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import { flushTree } from '../../system/files/flush-tree.ts';
import { belowFolder } from '../../system/files/tree-below.ts';
import { nobody } from '../../system/programs/without-rights.ts';
import type { ArchiveLayout, ArchiveLimits, Unpack, Unpacked, UnpackRequest } from '../archives/ports.ts';
import { describeRelease } from './describe-root.ts';
import type { ImageStore } from './image-store.ts';

export interface MakeImageOptions {
  readonly store: ImageStore;
  readonly intents: IntentJournal;
  readonly unpack: Unpack;
  /** What is free on the disk of the store, and what the host keeps of it. */
  readonly disk: () => HostDisk;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** What an image is made of. */
export interface ImageSource {
  readonly name: string;
  readonly description: string | undefined;
  readonly origin: string | null;
  readonly archive: AsyncIterable<Uint8Array>;
  /** Says where in the archive the tree is; found out when left out. */
  readonly layout?: ArchiveLayout;
  /** The digest that the archive must have; undefined for any. */
  readonly sha256?: string | undefined;
  /** How its program is run, where the archive does not say that itself. */
  readonly application?: ImageApplication | null;
  /** The ids of the owners in the archive. */
  readonly ids: ArchiveLimits['ids'];
  /** Runs what reads the archive: its source may have to be kept still for that time. */
  readonly whileRead?: <T>(act: () => Promise<T>) => Promise<T>;
}

/** A name of each is kept in memory while an archive is read. */
const maxFiles = 1_000_000;
const progressMs = 200;
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', ia32: 'i386' };
const machineId = 'etc/machine-id';

interface MakingImage {
  readonly report: (progress: ImageProgress) => void;
  readonly signal: AbortSignal;
}

/** The caller has seen to it that no other work is done on an image of this name. */
export async function makeImage(
  source: ImageSource,
  options: MakeImageOptions,
  { report, signal }: MakingImage,
): Promise<ImportedImage> {
  const { store, intents, unpack, disk, now } = options;
  const { name, archive, ids, origin, layout = 'detect', whileRead = readAtOnce } = source;
  const progress = progressOf(report);
  if (store.has(name)) fail('image-exists', { image: name });
  const intent = intents.begin({ kind: 'make-image', subject: name, data: null });
  try {
    await store.clear(name);
    const made = store.begin(name);
    chownSync(made.scratch, nobody, nobody);
    progress('unpack', {});
    const request: UnpackRequest = {
      layout,
      keeps: 'root',
      target: made.rootfs,
      scratch: made.scratch,
      input: archive,
      limits: { ...spaceOf(disk()), ids },
      onReceived: (receivedBytes) => progress('unpack', { receivedBytes }),
      onProgress: (written) => progress('unpack', written),
    };
    const unpacked = await whileRead(() => unpack(request, signal));
    requireDigest(unpacked.sha256, source.sha256);
    forgetMachine(made.rootfs);
    progress('write', { files: unpacked.files, bytes: unpacked.bytes, receivedBytes: unpacked.receivedBytes });
    await flushTree(made.rootfs, signal);
    signal.throwIfAborted();
    const image = {
      name,
      description: source.description ?? describeRelease(unpacked.release),
      architecture: unpacked.architecture ?? architectures[arch()] ?? arch(),
      sizeBytes: unpacked.bytes,
      createdAt: now(),
      sha256: unpacked.sha256,
      origin,
      hasInit: unpacked.hasInit,
      application: applicationOf(unpacked) ?? source.application ?? null,
    };
    await made.finish(image);
    return { image: { ...image, usedBy: [] }, files: unpacked.files, setId: unpacked.setId, leftOut: unpacked.leftOut };
  } catch (error) {
    throw isFailure(error, 'disk-full')
      ? new Failure('disk-full', { path: store.path })
      : asDiskFull(error, store.path);
  } finally {
    await store.clear(name);
    intents.release(intent);
  }
}

function readAtOnce<T>(act: () => Promise<T>): Promise<T> {
  return act();
}

function progressOf(
  report: (progress: ImageProgress) => void,
): (step: ImageStep, change: Partial<ImageProgress>) => void {
  let last: ImageProgress = { step: 'check', receivedBytes: 0, files: 0, bytes: 0 };
  let next = 0;
  return (step, change) => {
    const isNewStep = step !== last.step;
    last = { ...last, ...change, step };
    const time = performance.now();
    if (!isNewStep && time < next) return;
    next = time + progressMs;
    report(last);
  };
}

function spaceOf({ freeBytes, reserveBytes, freeInodes, reserveInodes }: HostDisk): Omit<ArchiveLimits, 'ids'> {
  return {
    maxBytes: Math.max(0, Math.floor(freeBytes - reserveBytes)),
    maxFiles: Math.max(0, Math.min(maxFiles, freeInodes - reserveInodes)),
  };
}

function requireDigest(sha256: string, wanted: string | undefined): void {
  if (wanted !== undefined && wanted !== sha256)
    fail('archive-unusable', {
      reason: say('its SHA-256 is {sha256}, and not {wanted}: it is damaged, or another archive; fetch it again', {
        sha256,
        wanted,
      }),
    });
}

/** Each container makes an id of its own at its first start; with one and the same id they would get one address. */
function forgetMachine(rootfs: string): void {
  belowFolder(rootfs, (tree) => {
    try {
      if (tree.statusOf(machineId)?.isFile() === true) tree.writeFile(machineId, '', { owner: 0, mode: 0o444 });
    } catch (error) {
      // A link in its place leads elsewhere: a container sees where.
      if (!hasCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP', 'EXDEV')) throw error;
    }
  });
}

function applicationOf({ application }: Unpacked): ImportedImage['image']['application'] {
  if (application === null) return null;
  const { entrypoint, command, environment, user, folder, ports, stopSignal } = application;
  return {
    entrypoint: [...entrypoint],
    command: [...command],
    environment: [...environment],
    user,
    folder,
    ports: [...ports],
    stopSignal,
  };
}
