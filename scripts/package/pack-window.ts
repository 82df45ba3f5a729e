// SPDX-License-Identifier: Apache-2.0
/**
 * Packs the built application with Electron into `release/linux-unpacked`, with the fuses of electron-builder.yml set,
 * reads them back, and starts the result once on a display of its own.
 */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'electron-builder';
import { windowTree } from '../../packaging/installed-files.ts';
import { type ElectronRuntime, resolveRuntime } from '../electron/runtime.ts';
import { checkFuses } from './check-fuses.ts';
import { checkStart } from './check-start.ts';

export interface WindowOptions {
  readonly checkout: string;
  /** Packs with the Electron of closed networks, which is not shipped. */
  readonly isDevelopment: boolean;
  readonly say: (text: string) => void;
}

export async function packWindow({ checkout, isDevelopment, say }: WindowOptions): Promise<ElectronRuntime> {
  const runtime = await resolveRuntime({ onProgress: say });
  mustBeShippable(runtime, isDevelopment);
  say(`Electron ${runtime.version} (${runtime.source})`);
  const folder = join(checkout, windowTree);
  await rm(folder, { recursive: true, force: true });
  await build({
    projectDir: checkout,
    linux: ['dir'],
    publish: 'never',
    config: {
      extends: join(checkout, 'electron-builder.yml'),
      electronDist: runtime.dist,
      electronVersion: runtime.version,
    },
  });
  await checkFuses(join(folder, 'bulkhead'));
  say('packed the window; its fuses are as they should be');
  const picture = join(checkout, 'release', 'packaged.png');
  await checkStart(folder, picture);
  say(`it starts as an ordinary user: ${picture}`);
  return runtime;
}

/** Only the official Electron gets security updates. */
export function mustBeShippable({ source }: Pick<ElectronRuntime, 'source'>, isDevelopment: boolean): void {
  if (source !== 'registry' || isDevelopment) return;
  throw new Error(
    'cannot package: the official Electron cannot be reached; set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds it, ' +
      'or make packages for development with "npm run package -- --development"',
  );
}
