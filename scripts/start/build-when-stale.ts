// SPDX-License-Identifier: Apache-2.0
/** Builds when a source is newer than what was built from it. */

import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../stage.mjs';

const sources = [
  'audit',
  'cli',
  'contract',
  'electron',
  'helper',
  'hosts',
  'image-servers',
  'lab',
  'renderer',
  'rpc',
  'scripts/build',
  'switch',
  'package-lock.json',
];

/** Gives whether anything had to be built. */
export async function buildWhenStale(root: string): Promise<boolean> {
  const mark = join(root, 'dist', '.built');
  const begun = new Date();
  const built = await changed(mark);
  const newest = Math.max(...(await Promise.all(sources.map((source) => newestIn(join(root, source))))));
  if (built > newest) return false;
  await run(join(root, 'node_modules', '.bin', 'tsx'), ['scripts/build/build.ts'], { cwd: root });
  await writeFile(mark, '');
  // What was saved while the build ran may have been too late for it.
  await utimes(mark, begun, begun);
  return true;
}

async function newestIn(path: string): Promise<number> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return changed(path);
  const times = await Promise.all(
    entries.map((entry) => (entry.isDirectory() ? newestIn(join(path, entry.name)) : changed(join(path, entry.name)))),
  );
  return Math.max(await changed(path), ...times);
}

async function changed(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
