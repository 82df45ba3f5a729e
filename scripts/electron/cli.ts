// SPDX-License-Identifier: Apache-2.0
/** `tsx scripts/electron/cli.ts` prints where an Electron runtime is, making one when there is none. */

import { resolveRuntime } from './runtime.ts';

const began = performance.now();
const runtime = await resolveRuntime({ onProgress: (text) => console.error(text) });
console.error(
  `Electron ${runtime.version} (${runtime.source}) in ${((performance.now() - began) / 1000).toFixed(1)} s`,
);
console.log(runtime.executablePath);
