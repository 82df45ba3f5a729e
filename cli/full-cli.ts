// SPDX-License-Identifier: Apache-2.0
/** The command line with all its commands. A bundle of its own: what works with files alone begins without it. */

import { spawnSync } from 'node:child_process';
import { readClientFacts } from '../hosts/doctor/client-facts.ts';
import { version } from '../contract/version.ts';
import { openHost } from '../hosts/open-host.ts';
import type { Host } from '../hosts/parse-host.ts';
import { runOwnAgent } from '../hosts/polkit-agent/run-own-agent.ts';
import type { Transport } from '../rpc/transport.ts';
import { run } from './run.ts';

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
    openHost: openAttended,
    readClientFacts,
    // Node's raw mode still turns \n into \r\n, which shifts what full-screen programs draw. Leaving raw mode restores
    // all settings, this one too.
    leaveOutputAsIs: () => void spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] }),
  });
}

/** With an agent of polkit's on this terminal, where somebody sits at it who may need one. */
async function openAttended(host: Host, signal: AbortSignal): Promise<Transport> {
  const isInteractive = process.stdin.isTTY;
  const agent = isInteractive && host.kind === 'local' && process.getuid?.() !== 0 ? runOwnAgent() : undefined;
  try {
    // Before the connection, which the helper keeps for some seconds only until it is greeted.
    await agent?.ready;
    const transport = await openHost(host, { signal, isInteractive });
    transport.onClose(() => agent?.end());
    return transport;
  } catch (error) {
    agent?.end();
    throw error;
  }
}
