// SPDX-License-Identifier: Apache-2.0
/** The time that everything in a package has: SOURCE_DATE_EPOCH, or that of the last commit. */

import { runTool } from '../electron/run-tool.ts';

export async function sourceDate(checkout: string, environment: NodeJS.ProcessEnv = process.env): Promise<number> {
  const given = environment['SOURCE_DATE_EPOCH'];
  if (given === undefined || given === '')
    return Number((await runTool('git', ['log', '-1', '--format=%ct'], { cwd: checkout })).trim());
  if (!/^\d+$/.test(given))
    throw new Error(`cannot package: SOURCE_DATE_EPOCH is "${given}", and has to be seconds since 1970`);
  return Number(given);
}
