// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a container of an exported one. Everything in the file is a stranger's: it is unpacked below limits into a folder
 * that only root can enter, its checksum is compared, and what it says about its container is parsed, before the
 * container is created like any other.
 */

import { chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { type ExportManifest, exportNames } from '../../../contract/model/containers/export-manifest.ts';
import type { HostDisk } from '../../../contract/model/host/disk.ts';
import type { Image } from '../../../contract/model/host/image.ts';
import type { Input, Item, Params } from '../../../contract/operations/index.ts';
import type { ImportStep } from '../../../contract/operations/transfer.ts';
import { say } from '../../../contract/text.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import { runToEnd } from '../../system/work/run-to-end.ts';
import type { Unpack } from '../archives/ports.ts';
import type { Containers } from '../containers/ports.ts';
import { createOfRoot, type RootImports } from './import-root.ts';
import { creationOf, readManifest } from './manifest.ts';
import type { Scratch, ScratchFolder } from './scratch.ts';
import { takeChecksum } from './checksum.ts';

export interface ImportOptions extends RootImports {
  readonly scratch: Scratch;
  readonly containers: Pick<Containers, 'create' | 'list'>;
  readonly unpack: Unpack;
  readonly images: (signal: AbortSignal) => Promise<readonly Image[]>;
  /** What is free on the disk of the layers, and what the host keeps of it. */
  readonly disk: () => HostDisk;
}

type Progress = Item<'container.import'>;

export interface ImportSource {
  readonly uid: number;
  readonly input: AsyncIterable<Input<'container.import'>>;
}

/** A name of each is kept in memory while an archive is read. */
const maxFiles = 1_000_000;
/** The user `nobody`, who reads the archive. */
const nobody = 65_534;
const progressMs = 200;

export async function importContainer(
  chosen: Params<'container.import'>,
  { uid, input }: ImportSource,
  options: ImportOptions & { readonly report: (progress: Progress) => void },
  signal: AbortSignal,
): Promise<Container> {
  const { scratch, containers, images, report } = options;
  const progress = progressOf(report);
  progress('check', {});
  // Before all of it has arrived, where that can be known.
  await requireFreeName(containers, chosen.name, signal);
  const folder = scratch.make();
  try {
    const { manifest, tree } = await unpackInto(folder, input, { ...options, progress }, signal);
    const request = creationOf(manifest, chosen);
    if (manifest.image === null)
      return await createOfRoot(request, { tree, uid, report: (made) => progress('create', made) }, options, signal);
    requireSameImage(manifest.image, request.image, await images(signal));
    progress('create', {});
    return await runToEnd(containers.create(request, { uid, tree }, signal));
  } catch (error) {
    throw asDiskFull(error, folder.path);
  } finally {
    await folder.remove();
  }
}

async function requireFreeName(
  containers: Pick<Containers, 'list'>,
  name: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (name !== undefined && (await containers.list(signal)).some((container) => container.name === name))
    fail('container-exists', { name });
}

async function unpackInto(
  { path }: ScratchFolder,
  input: ImportSource['input'],
  { unpack, disk, progress }: ImportOptions & { readonly progress: ReturnType<typeof progressOf> },
  signal: AbortSignal,
): Promise<{ readonly manifest: ExportManifest; readonly tree: string }> {
  const [tree, scratch] = [join(path, 'tree'), join(path, 'scratch')];
  for (const one of [tree, scratch]) mkdirSync(one, { mode: 0o700 });
  chownSync(scratch, nobody, nobody);
  const { freeBytes, reserveBytes, freeInodes, reserveInodes } = disk();
  const unpacked = await unpack(
    {
      layout: { folder: exportNames.layer, members: [exportNames.manifest] },
      keeps: 'layer',
      limits: {
        maxBytes: Math.max(0, Math.floor(freeBytes - reserveBytes)),
        maxFiles: Math.max(0, Math.min(maxFiles, freeInodes - reserveInodes)),
        ids: { first: 0, count: 65_536 },
      },
      input: takeChecksum(bytesOf(input)),
      target: tree,
      scratch,
      onReceived: (receivedBytes) => progress('receive', { receivedBytes }),
      onProgress: (written) => progress('receive', written),
    },
    signal,
  );
  return { manifest: readManifest(unpacked.members[exportNames.manifest]), tree };
}

/** The files of a layer are what differs from its image: on another one they would be those of no container. */
function requireSameImage(image: NonNullable<ExportManifest['image']>, name: string, images: readonly Image[]): void {
  const here = images.find((one) => one.name === name) ?? fail('image-not-found', { image: name });
  if (image.sha256 !== null && here.sha256 !== null && image.sha256 !== here.sha256)
    fail('archive-unusable', {
      reason: say(
        'its files lie on an image {theirs} with the digest {digest}, and the image {name} of this ' +
          'host has {sha256}; import that image too, and choose it',
        { theirs: image.name, digest: image.sha256, name, sha256: here.sha256 },
      ),
    });
}

/** The bytes that a client sends. Rejects when it ends before it has said that this is all. */
async function* bytesOf(input: ImportSource['input']): AsyncGenerator<Uint8Array> {
  for await (const message of input) {
    if (message.type === 'end') return;
    yield message.data;
  }
  fail('cancelled', {});
}

function progressOf(report: (progress: Progress) => void): (step: ImportStep, change: Partial<Progress>) => void {
  let last: Progress = { step: 'check', receivedBytes: 0, files: 0, bytes: 0 };
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
