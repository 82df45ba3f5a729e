// SPDX-License-Identifier: Apache-2.0
/**
 * Puts the finished packages into the release folder, in the place of those that are there, with the bill of materials
 * and checksums of all.
 */

import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

const earlier = /\.(?:deb|rpm|cdx\.json)$|^SHA256SUMS$/;

export async function replaceRelease(
  folder: string,
  packages: readonly string[],
  bill: { readonly name: string; readonly text: string },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) if (earlier.test(name)) await rm(join(folder, name));
  for (const path of packages) await copyFile(path, join(folder, basename(path)));
  await writeFile(join(folder, bill.name), bill.text);
  const names = [...packages.map((path) => basename(path)), bill.name].sort();
  const lines = await Promise.all(names.map(async (name) => `${await sha256(join(folder, name))}  ${name}\n`));
  await writeFile(join(folder, 'SHA256SUMS'), lines.join(''));
}

async function sha256(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}
