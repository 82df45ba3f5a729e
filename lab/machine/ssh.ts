// SPDX-License-Identifier: Apache-2.0
/**
 * Runs commands in the guest over ssh. One connection for each user is kept open and shared, so that a command costs
 * milliseconds.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImagePlaces } from '../places.ts';
import { type ToolResult, tryTool } from '../run-tool.ts';
import type { InstancePlaces } from '../../hosts/lab-instance.ts';

export interface RunOptions {
  readonly user?: string;
  readonly input?: string | Uint8Array;
  readonly signal?: AbortSignal;
}

/** An argument list, which arrives unchanged, or a line for the guest's shell. */
export type GuestCommand = readonly string[] | string;

/** Lets ssh reach a guest of the image at a port, with the keys of the image. */
export async function writeSshConfig(
  places: InstancePlaces,
  { key, hostKeys }: Pick<ImagePlaces, 'key' | 'hostKeys'>,
  port: number,
): Promise<void> {
  await writeFile(places.knownHosts, `[127.0.0.1]:${port} ${await readFile(hostKeys, 'utf8')}`);
  await writeFile(places.sshConfig, sshConfig(places, key, port));
}

/** A configuration of our own, so that nothing in the user's can change where the connection goes. */
function sshConfig(places: InstancePlaces, key: string, port: number): string {
  const settings = {
    HostName: '127.0.0.1',
    Port: port,
    User: 'root',
    IdentityFile: quoted(key),
    IdentitiesOnly: 'yes',
    UserKnownHostsFile: quoted(places.knownHosts),
    GlobalKnownHostsFile: '/dev/null',
    StrictHostKeyChecking: 'yes',
    BatchMode: 'yes',
    LogLevel: 'ERROR',
    ConnectTimeout: 5,
    ControlMaster: 'auto',
    ControlPath: quoted(join(places.folder, 'ssh-%r')),
    ControlPersist: 600,
  };
  return `Host lab\n${Object.entries(settings)
    .map(([name, value]) => `  ${name} ${value}\n`)
    .join('')}`;
}

export function sshArguments(places: InstancePlaces, user: string, command: GuestCommand): string[] {
  return ['-F', places.sshConfig, '-l', user, 'lab', '--', shellLine(command)];
}

export function runInGuest(
  places: InstancePlaces,
  command: GuestCommand,
  options: RunOptions = {},
): Promise<ToolResult> {
  return tryTool('ssh', sshArguments(places, options.user ?? 'root', command), {
    input: options.input,
    signal: options.signal,
  });
}

export async function mustRunInGuest(
  places: InstancePlaces,
  command: GuestCommand,
  options: RunOptions = {},
): Promise<string> {
  const result = await runInGuest(places, command, options);
  if (result.code !== 0)
    throw new Error(`cannot run ${brief(command)} in the lab: exit code ${result.code}\n${result.stderr.trim()}`);
  return result.stdout;
}

/** Enough of a command to know it by: a script of many lines would hide what went wrong. */
function brief(command: GuestCommand): string {
  const line = (typeof command === 'string' ? command : command.join(' ')).replaceAll('\n', '; ');
  return `"${line.length > 80 ? `${line.slice(0, 77)}...` : line}"`;
}

/** Waits until the guest's sshd answers and root may log in. */
export async function untilReachable(places: InstancePlaces, seconds: number, signal?: AbortSignal): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  let last = '';
  while (performance.now() < deadline) {
    const result = await runInGuest(places, ['true'], signal && { signal });
    if (result.code === 0) return;
    last = result.stderr.trim();
    await sleep(100, undefined, signal && { signal });
  }
  throw new Error(`cannot reach the lab over ssh within ${seconds} seconds: ${last}`);
}

/**
 * ssh joins its arguments and gives the line to the remote shell: each argument is quoted, so that it arrives
 * unchanged.
 */
export function shellLine(command: GuestCommand): string {
  return typeof command === 'string' ? command : command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
}

function quoted(path: string): string {
  return `"${path}"`;
}
