// SPDX-License-Identifier: Apache-2.0
/**
 * `npm run package`: packs the built application into `release/linux-unpacked`, with the fuses of electron-builder.yml
 * set, reads them back, and starts the result once under a display of its own.
 */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'electron-builder';
import { resolveRuntime } from '../electron/runtime.ts';
import { checkout } from '../electron/stage-app.ts';
import { buildWhenStale } from '../start/build-when-stale.ts';
import { checkFuses } from './check-fuses.ts';
import { checkStart } from './check-start.ts';

const began = performance.now();
const folder = join(checkout, 'release', 'linux-unpacked');

function say(text: string): void {
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${text}`);
}

await buildWhenStale(checkout);
say('built');
const runtime = await resolveRuntime({ onProgress: say });
say(`Electron ${runtime.version} (${runtime.source})`);
if (runtime.source === 'registry')
  say('this runtime is for tests on a closed network: do not ship what is packed with it');

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
say('packed');

const executable = join(folder, 'bulkhead');
await checkFuses(executable);
say('the fuses are as they should be');
const picture = join(checkout, 'release', 'packaged.png');
await checkStart(folder, picture);
say(`it starts as an ordinary user: ${picture}`);
