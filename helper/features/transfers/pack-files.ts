// SPDX-License-Identifier: Apache-2.0
/** Packs a manifest and the files of a layer, whose owners begin with 0, as a tar file in gzip. */

import { pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { exportNames } from '../../../contract/model/containers/export-manifest.ts';
import { imagePieceBytes } from '../../../contract/operations/host/image.ts';
import { openTar } from '../../system/programs/tar-of-folder.ts';

/** A level beyond which a file gets hardly smaller and takes much longer. */
export const level = 4;

/**
 * `folder` holds the manifest and the files by their names in the export; only root can enter it, and nobody changes it
 * meanwhile. Fails with `container-failed`.
 */
export async function* packFiles(container: string, folder: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  const names = [exportNames.manifest, exportNames.layer];
  const tar = openTar({ container, folder, names, keeps: 'layer' }, signal);
  try {
    // Whole pieces: each is a message, and zlib's own are of 16 KiB. What fails is seen by who reads it.
    const packed = pipeline(tar.output, createGzip({ level, chunkSize: imagePieceBytes }), () => undefined);
    yield* packed as AsyncIterable<Buffer>;
    await tar.packed();
  } finally {
    await tar.end();
  }
}
