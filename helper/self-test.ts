// SPDX-License-Identifier: Apache-2.0
/**
 * Tries, before anybody may connect, what Node and node-pty do not promise: the fields in which they keep descriptors.
 * Callers are identified and terminals are driven by these, so a release that moved them must not serve.
 */

import { openTerminal } from './features/consoles/terminal.ts';
import { problemOf, trySocket } from './system/internals.ts';
import { descriptorOf } from './system/native/descriptor-of.ts';

export interface Internals {
  /** The descriptor of a socket of Node's. */
  readonly descriptorOf: typeof descriptorOf;
  readonly openTerminal: typeof openTerminal;
}

const timeoutMs = 30_000;

/** Gives what does not work, in words, with a next step; nothing when all is as it should be. */
export async function testInternals(internals: Internals = { descriptorOf, openTerminal }): Promise<readonly string[]> {
  const problems = [
    problemOf('identify callers', () => trySocket(internals.descriptorOf)),
    problemOf('open terminals', () => tryTerminal(internals)),
  ];
  return (await Promise.all(problems)).filter((problem) => problem !== undefined);
}

/** What is written comes back, whole, and the end of the process is seen. */
async function tryTerminal(internals: Internals): Promise<void> {
  const command = { file: '/bin/sh', arguments: ['-c', 'read -r word; echo "got $word"'], environment: {} };
  const terminal = internals.openTerminal(command, { columns: 80, rows: 24 });
  const signal = AbortSignal.timeout(timeoutMs);
  await terminal.write('word\n');
  let output = '';
  for (let part = await terminal.read(signal); part !== undefined; part = await terminal.read(signal))
    output += Buffer.from(part).toString();
  if (signal.aborted) terminal.signal(9);
  if (!output.includes('got word')) throw new Error(`a terminal gave ${JSON.stringify(output)}`);
  const exit = await terminal.exited;
  if (exit?.exitCode !== 0) throw new Error(`a process on a terminal ended with ${exit?.exitCode}`);
}
