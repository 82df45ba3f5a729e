// SPDX-License-Identifier: Apache-2.0
/** The command line with all its commands. A bundle of its own: what works with files alone begins without it. */

import { spawnSync } from 'node:child_process';
import { readClientFacts } from '../hosts/doctor/client-facts.ts';
import { version } from '../contract/version.ts';
import { openAttended } from './open-attended.ts';
import { run } from './run.ts';
import { openLocalSwitch } from './local-switch.ts';

export { tellProblem } from './run.ts';
import type { FileCommandEnvironment } from './command-environment.ts';

export async function runFullCli(words: readonly string[], environment: FileCommandEnvironment): Promise<number> {
  return run(words, {
    ...environment,
    version,
    // Opened only by those who read it.
    get stdin() {
      return environment.stdin;
    },
    openHost: (host, signal) => openAttended(host, signal, environment),
    readClientFacts,
    openSwitch: openLocalSwitch,
    // Node's raw mode still turns \n into \r\n, which shifts what full-screen programs draw. Leaving raw mode restores
    // all settings, this one too.
    leaveOutputAsIs: () => void spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] }),
  });
}
