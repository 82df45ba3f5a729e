/** The program `bulkheadctl`: gives the command line and the process to {@link run}, and ends with its exit code. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { openHost } from '../hosts/open-host.ts';
import { run } from './run.ts';
import type { Surroundings } from './surroundings.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const surroundings: Surroundings = {
  // Opened only by those who read it.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  variables: process.env,
  openHost: (host, signal) => openHost(host, { signal, isInteractive: process.stdin.isTTY }),
  now: () => Date.now() / 1000,
  logReader: join(__dirname, 'bulkheadctl-log-reader.js'),
  // Node's raw mode still turns \n into \r\n, which shifts what full-screen programs draw. Leaving raw mode restores all settings, this one too.
  leaveOutputAsIs: () => void spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] }),
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

void run(process.argv.slice(2), surroundings).then((exitCode) => process.exit(exitCode));
