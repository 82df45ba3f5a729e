// SPDX-License-Identifier: Apache-2.0
/**
 * Runs polkit's text agent for this process, on the terminal that it runs on: as systemctl does, so that an administrator
 * who logged in without a desktop is asked for a password. Where a desktop has an agent for the session, that one asks.
 */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';

export interface OwnAgent {
  /** Resolves when polkit can ask, or when the agent has ended. */
  readonly ready: Promise<void>;
  end(): void;
}

export interface OwnAgentPrograms {
  readonly setpriv: string;
  readonly agent: string;
}

const usualPrograms: OwnAgentPrograms = { setpriv: '/usr/bin/setpriv', agent: '/usr/bin/pkttyagent' };

/**
 * Undefined where the host has no such agent. It reads and writes `/dev/tty`, and ends with this process, whatever ends
 * that (`PR_SET_PDEATHSIG`): else it would keep the terminal.
 */
export function runOwnAgent({ setpriv, agent }: OwnAgentPrograms = usualPrograms): OwnAgent | undefined {
  if (!existsSync(setpriv) || !existsSync(agent)) return undefined;
  const child = spawn(
    setpriv,
    ['--pdeathsig', 'TERM', agent, '--fallback', '--notify-fd', '3', '--process', String(process.pid)],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const registered = child.stdio[3] as Readable;
  const ready = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    // The agent closes its end when it is registered; its end closes it too.
    registered.resume().once('close', resolve);
  });
  return { ready, end: () => void child.kill() };
}
