// SPDX-License-Identifier: Apache-2.0
/** `npm run build`: builds all targets, or those that are named. */

import { cli } from './cli.ts';
import { cockpit } from './cockpit.ts';
import { electron } from './electron.ts';
import { helper } from './helper.ts';
import { renderer } from './renderer.ts';
import type { Target } from './target.ts';

const targets: readonly Target[] = [helper, cli, electron, renderer, cockpit];

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !targets.some((target) => target.name === name));
  if (unknown.length > 0)
    throw new Error(
      `cannot build ${unknown.join(', ')}: the targets are ${targets.map(({ name }) => name).join(', ')}`,
    );
  for (const target of targets) {
    if (names.length > 0 && !names.includes(target.name)) continue;
    const begun = performance.now();
    await target.build();
    process.stdout.write(`built ${target.name} (${((performance.now() - begun) / 1000).toFixed(1)} s)\n`);
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
