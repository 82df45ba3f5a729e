// SPDX-License-Identifier: Apache-2.0
/** What terminals are compared with: `ssh -tt HOST lxc-attach`, and the output that both show. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { instancePlaces } from '../../hosts/lab-instance.ts';
import type { Guest } from '../../lab/guest.ts';
import { sshArguments } from '../../lab/machine/ssh.ts';

type Command = readonly [file: string, ...args: string[]];

/** Runs a program in a container on a terminal, by ssh to the guest's root. */
export function attachBySsh(guest: Guest, container: string, command: readonly string[]): Command {
  const attached = ['lxc-attach', '-n', container, '--', ...command];
  return ['ssh', '-tt', ...sshArguments(instancePlaces(guest.name), 'root', attached)];
}

/** Shell that writes so many megabytes in lines of 41 characters. */
export function writeLines(megabytes: number): string {
  return `yes 0123456789012345678901234567890123456789 | head -c ${megabytes}M`;
}

/** Measures until the program has ended; fails unless it wrote so many megabytes. */
export async function secondsToWrite([file, ...args]: Command, megabytes: number): Promise<number> {
  const begin = performance.now();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let received = 0;
  child.stdout.on('data', (chunk: Uint8Array) => {
    received += chunk.byteLength;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0 || received < megabytes * 2 ** 20)
    throw new Error(`cannot measure: ${file} gave ${received} bytes, and the exit code ${code}`);
  return (performance.now() - begin) / 1000;
}
