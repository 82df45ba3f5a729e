// SPDX-License-Identifier: Apache-2.0
/**
 * The program `bulkheadctl`: gives the command line and the process to the one who runs it, and ends with his exit
 * code. All that most commands need is loaded for them only.
 */

import { parseFileCommand, runFileCommand } from './file-command.ts';
import { deferJit } from './defer-jit.ts';
import type { FileCommandEnvironment } from './command-environment.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const environment: FileCommandEnvironment = {
  // Opened only by those who read it.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  variables: process.env,
  now: () => Date.now() / 1000,
  onInterrupt: listenToSignals,
};

/** The first asks the command to end in order; the second ends the program. */
function listenToSignals(listener: () => void): () => void {
  let count = 0;
  const onSignal = (): void => {
    count += 1;
    if (count > 1) process.exit(130);
    listener();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}

// Whatever happens, the user's terminal is theirs again.
process.on('exit', () => {
  if (process.stdin.isTTY && process.stdin.isRaw) process.stdin.setRawMode(false);
});

async function main(words: readonly string[]): Promise<number> {
  const command = parseFileCommand(words, environment.now());
  if (command !== undefined) {
    deferJit();
    return runFileCommand(command, environment, async (problem, output) =>
      (await import('./full-cli.ts')).tellProblem(problem, output),
    );
  }
  const { runFullCli } = await import('./full-cli.ts');
  return runFullCli(words, environment);
}

void main(process.argv.slice(2)).then((exitCode) => process.exit(exitCode));
