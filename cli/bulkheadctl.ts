/**
 * The program `bulkheadctl`: gives the command line and the process to the one who runs it, and ends with his exit
 * code. All that most commands need is loaded for them only.
 */

import { parseFileCommand, runFileCommand } from './file-command.ts';
import { postponeOptimizing } from './postpone-optimizing.ts';
import type { FileSurroundings } from './surroundings.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const surroundings: FileSurroundings = {
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
  const command = parseFileCommand(words, surroundings.now());
  if (command !== undefined) {
    postponeOptimizing();
    return runFileCommand(command, surroundings, async (problem, output) =>
      (await import('./whole-command-line.ts')).tellProblem(problem, output),
    );
  }
  const { runWhole } = await import('./whole-command-line.ts');
  return runWhole(words, surroundings);
}

void main(process.argv.slice(2)).then((exitCode) => process.exit(exitCode));
