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
import type { Input, Item, Params } from '../../../contract/operations/index.ts';
import type { ImportStep } from '../../../contract/operations/containers/transfer.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import { nobody } from '../../system/programs/without-rights.ts';
import { runToEnd } from '../../system/work/run-to-end.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { archiveLimits } from './archive-limits.ts';
import { checkInstanceImport, importInstance, type InstanceImports } from './import-instance.ts';
import { createOfRoot, type RootImports } from './import-root.ts';
import { creationOf, readManifest } from './manifest.ts';
import { sameImage } from './same-image.ts';
import type { Scratch, ScratchFolder } from './scratch.ts';
import { takeChecksum } from './checksum.ts';

export interface ImportOptions extends RootImports, InstanceImports {
  readonly intents: IntentJournal;
  readonly scratch: Scratch;
  readonly containers: Pick<Containers, 'list'> & InstanceImports['containers'];
  /** What is free on the disk of the layers, and what the host keeps of it. */
  readonly disk: () => HostDisk;
}

type Progress = Item<'container.import'>;

export interface ImportSource {
  readonly uid: number;
  readonly input: AsyncIterable<Input<'container.import'>>;
}

const progressMs = 200;

export async function importContainer(
  { chosen, uid, input }: ImportSource & { readonly chosen: Params<'container.import'> },
  options: ImportOptions & { readonly report: (progress: Progress) => void },
  signal: AbortSignal,
): Promise<Container> {
  const { scratch, containers, creation, images, report } = options;
  const progress = progressOf(report);
  progress('check', {});
  // This is checked before all of it has arrived, where that can be known.
  await requireFreeName(containers, chosen.name, signal);
  const { incus } = chosen;
  if (incus !== undefined) await checkInstanceImport({ ...chosen, incus }, options, signal);
  const folder = scratch.make();
  try {
    const { manifest, tree } = await unpackInto(folder, { ...options, input, progress }, signal);
    if (incus !== undefined)
      return await importInstance(
        { chosen: { ...chosen, incus }, manifest, tree, folder: join(folder.path, 'image'), progress },
        options,
        signal,
      );
    const request = creationOf(manifest, chosen);
    if (manifest.image === null)
      return await createOfRoot({ request, tree, uid, report: (made) => progress('create', made) }, options, signal);
    sameImage(manifest.image, request.image, await images(signal));
    progress('create', {});
    return await runToEnd(creation.create(request, { uid, tree }, signal));
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

type Unpacking = Pick<ImportOptions, 'unpack' | 'disk'> &
  Pick<ImportSource, 'input'> & { readonly progress: ReturnType<typeof progressOf> };

async function unpackInto(
  { path }: ScratchFolder,
  { unpack, disk, input, progress }: Unpacking,
  signal: AbortSignal,
): Promise<{ readonly manifest: ExportManifest; readonly tree: string }> {
  const [tree, scratch] = [join(path, 'tree'), join(path, 'scratch')];
  for (const one of [tree, scratch]) mkdirSync(one, { mode: 0o700 });
  chownSync(scratch, nobody, nobody);
  const unpacked = await unpack(
    {
      layout: { folder: exportNames.layer, members: [exportNames.manifest] },
      keeps: 'layer',
      limits: archiveLimits(disk()),
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
