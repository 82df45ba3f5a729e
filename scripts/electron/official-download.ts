// SPDX-License-Identifier: Apache-2.0
/** Lets the `electron` package fetch its own runtime, and gives up soon when the network does not let it. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const connectMs = 5000;
const packageFolder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));

/** The `electron` package puts its runtime here. */
export const officialDist = join(packageFolder, 'dist');

/** Runs the package's installer. False when no byte came within five seconds, or when it failed. */
export async function downloadOfficial(signal?: AbortSignal): Promise<boolean> {
  const scratch = await mkdtemp(join(tmpdir(), 'bulkhead-electron-'));
  const installer = spawn(process.execPath, [join(packageFolder, 'install.js')], {
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: scratch },
    ...(signal === undefined ? {} : { signal }),
  });
  const ended = once(installer, 'exit').then(
    ([code]) => code === 0,
    () => false,
  );
  try {
    const hasBegun = Promise.race([ended, hasFirstByte(scratch)]);
    if (!(await hasBegun)) return false;
    return (await ended) && existsSync(join(officialDist, 'electron'));
  } finally {
    installer.kill('SIGKILL');
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * The installer writes into its temporary folder from the first byte on; nothing else tells from outside that it has
 * connected.
 */
async function hasFirstByte(scratch: string): Promise<boolean> {
  const deadline = performance.now() + connectMs;
  while (performance.now() < deadline) {
    if (await holdsBytes(scratch)) return true;
    await sleep(100);
  }
  return false;
}

async function holdsBytes(folder: string): Promise<boolean> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
    const size = entry.isFile()
      ? await stat(join(entry.parentPath, entry.name)).then(
          (file) => file.size,
          () => 0,
        )
      : 0;
    if (size > 0) return true;
  }
  return false;
}
