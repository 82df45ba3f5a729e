// SPDX-License-Identifier: Apache-2.0
/** Packing the files of an export, and the same files by tar and gzip. */

import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { exportNames } from '../../contract/model/containers/export-manifest.ts';
import { addChecksum } from '../../helper/features/transfers/checksum.ts';
import { level, packFiles } from '../../helper/features/transfers/pack-files.ts';
import type { Contest } from './turns.ts';

/** `archive` has the files of the layer. */
export function preparePacking(archive: string, folder: string): Contest {
  const files = join(folder, 'export');
  const packed = join(folder, 'packed');
  mkdirSync(join(files, exportNames.layer), { recursive: true });
  writeFileSync(join(files, exportNames.manifest), '{}\n');
  execFileSync('tar', ['--extract', `--file=${archive}`, `--directory=${join(files, exportNames.layer)}`]);
  return {
    than: `tar -c | gzip -${level}`,
    async ours() {
      const fd = openSync(packed, 'w');
      try {
        for await (const piece of addChecksum(packFiles('bench', files, new AbortController().signal)))
          for (let at = 0; at < piece.length;) at += writeSync(fd, piece, at);
      } finally {
        closeSync(fd);
      }
      execFileSync('sync', [packed]);
    },
    theirs() {
      execFileSync('tar', [
        ...['--create', `--file=${packed}`, `--use-compress-program=gzip -${level}`, `--directory=${files}`, '.'],
      ]);
      execFileSync('sync', [packed]);
    },
    undo: () => rmSync(packed),
  };
}
