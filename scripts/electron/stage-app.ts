// SPDX-License-Identifier: Apache-2.0
/**
 * Copies the built application to where another user can read it: root's checkout may be closed to the window's user.
 */

import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout, which is an application folder once it is built. */
export const checkout = fileURLToPath(new URL('../../', import.meta.url));

/** What the window needs at run time besides Electron: the bundles, and the native module that they load. */
export const applicationFiles = [
  'package.json',
  'dist/electron',
  'dist/renderer',
  'node_modules/koffi',
  `node_modules/@koromix/koffi-linux-${process.arch}`,
] as const;

export async function stageApplication(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  for (const path of applicationFiles) await cp(join(checkout, path), join(folder, path), { recursive: true });
}
