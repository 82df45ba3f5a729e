// SPDX-License-Identifier: Apache-2.0
/**
 * Exports a container as one file. Its files are copied first, so that it is frozen for as long as the copy takes and not
 * for as long as a client reads.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Container } from '../../../contract/model/containers/container.ts';
import { canEngine } from '../../../contract/model/engines/capabilities.ts';
import { type ExportManifest, exportNames } from '../../../contract/model/containers/export-manifest.ts';
import type { Image } from '../../../contract/model/host/image.ts';
import { imagePieceBytes } from '../../../contract/operations/host/image.ts';
import type { Item, Params, Result } from '../../../contract/operations/index.ts';
import type { ExportStep } from '../../../contract/operations/containers/transfer.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import { reportProgress } from '../../system/work/report-progress.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { FilesOfOthers } from '../snapshots/ports.ts';
import { copyInstance, type InstanceCopying } from './copy-instance.ts';
import { manifestOf } from './manifest.ts';
import { packFiles } from './pack-files.ts';
import type { Scratch } from './scratch.ts';
import { addChecksum } from './checksum.ts';

export interface ExportOptions {
  readonly scratch: Scratch;
  readonly containers: Pick<Containers, 'require'> & InstanceCopying['containers'];
  readonly files: Pick<FilesOfOthers, 'copy'> & InstanceCopying['files'];
  readonly whileStill: InstanceCopying['whileStill'];
  readonly measure: (folder: string, signal: AbortSignal) => Promise<number>;
  readonly images: (signal: AbortSignal) => Promise<readonly Image[]>;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** The files have the ids that its own root sees: what any host can take. */
const ownIds = { base: 0, count: 65_536 };

/** What is written down of a container, and where. */
export interface Staging extends Params<'container.export'> {
  /** An empty folder that only root can enter. */
  readonly folder: string;
  /** Copies what belongs to the same moment. */
  readonly along?: () => Promise<void>;
  readonly onCopy?: (isFrozen: boolean) => void;
}

/**
 * Writes what an export holds into a folder: the manifest, and the files by their names in an export. Fails with what
 * `container.export` declares; what was written until then stays.
 */
export async function stageExport(
  { name, snapshot, folder, along, onCopy }: Staging,
  options: Omit<ExportOptions, 'scratch' | 'measure'>,
  signal: AbortSignal,
): Promise<Container> {
  const { containers, files, images, now } = options;
  const container = await containers.require(name, {
    can: snapshot === undefined ? 'export' : 'snapshot-export',
    isManaged: true,
  });
  const hasLayer = canEngine(container, 'layer');
  const isFrozen = snapshot === undefined && container.initPid !== null;
  onCopy?.(isFrozen);
  const layer = join(folder, exportNames.layer);
  const source = { container: name, ...(snapshot !== undefined && { snapshot }) };
  if (hasLayer)
    await files.copy(source, { name, upper: layer, ids: ownIds, ...(along !== undefined && { along }) }, signal);
  else await copyInstance({ name, upper: layer }, options, signal);
  const manifest = manifestOf(container, {
    image: hasLayer ? await imageOf(container, images, signal) : null,
    wasRunning: isFrozen,
    exportedAt: now(),
  });
  writeFileSync(join(folder, exportNames.manifest), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return container;
}

export async function* exportContainer(
  params: Params<'container.export'>,
  options: ExportOptions,
  signal: AbortSignal,
): AsyncGenerator<Item<'container.export'>, Result<'container.export'>, undefined> {
  const { scratch, measure } = options;
  yield stepOf('check');
  const folder = scratch.make();
  try {
    yield* reportProgress<Item<'container.export'>, Container>((report) =>
      stageExport(
        { ...params, folder: folder.path, onCopy: (isFrozen) => report(stepOf(isFrozen ? 'freeze' : 'copy')) },
        options,
        signal,
      ),
    );
    yield stepOf('send', await measure(join(folder.path, exportNames.layer), signal));
    return yield* send(addChecksum(packFiles(params.name, folder.path, signal)));
  } catch (error) {
    throw asDiskFull(error, folder.path);
  } finally {
    // The folder is removed also when the caller leaves between two pieces.
    await folder.remove();
  }
}

async function imageOf(
  { image }: Container,
  images: ExportOptions['images'],
  signal: AbortSignal,
): Promise<ExportManifest['image']> {
  const here = (await images(signal)).find((one) => one.name === image);
  return { name: image ?? '', sha256: here?.sha256 ?? null };
}

/** What packs ends with it, also when the caller leaves between two pieces. */
async function* send(
  file: ReturnType<typeof addChecksum>,
): AsyncGenerator<Item<'container.export'>, Result<'container.export'>, undefined> {
  try {
    for (;;) {
      const next = await file.next();
      if (next.done === true) return next.value;
      for (let at = 0; at < next.value.length; at += imagePieceBytes)
        yield { type: 'data', data: next.value.subarray(at, at + imagePieceBytes) };
    }
  } finally {
    await file.return({ bytes: 0, sha256: '' });
  }
}

function stepOf(step: ExportStep, bytes: number | null = null): Item<'container.export'> {
  return { type: 'step', step, bytes };
}
