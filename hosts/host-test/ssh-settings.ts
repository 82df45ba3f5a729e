// SPDX-License-Identifier: Apache-2.0
/** What ssh makes of an address and the person's own configuration (`ssh -G`), without connecting. */

import { execFile } from 'node:child_process';
import type { RemoteHost } from '../ssh-arguments.ts';
import { sshTarget } from '../ssh-arguments.ts';

export interface SshSettings {
  readonly hostName: string;
  readonly port: string;
  readonly user: string;
  /** The host that ssh goes through; undefined when it goes directly. */
  readonly jump: string | undefined;
  /** False where the configuration lets ssh go on with a key that nobody confirmed, or that has changed. */
  readonly checksKey: boolean;
}

const timeoutMs = 10_000;

/** Rejects when ssh is missing, or does not take its own configuration; the message is ssh's own. */
export function readSshSettings(host: RemoteHost, program: string, signal: AbortSignal): Promise<SshSettings> {
  return new Promise((resolve, reject) => {
    const options = { encoding: 'utf8', timeout: timeoutMs, signal, maxBuffer: 256 * 1024 } as const;
    execFile(program, ['-G', ...sshTarget(host)], options, (error, stdout, stderr) => {
      if (error === null) resolve(parseSettings(stdout));
      else reject(new Error(stderr.trim().slice(0, 1000) || error.message));
    });
  });
}

export function parseSettings(text: string): SshSettings {
  const values = new Map(
    text.split('\n').map((line) => {
      const [name = '', ...rest] = line.trim().split(' ');
      return [name, rest.join(' ')] as const;
    }),
  );
  const jump = values.get('proxyjump');
  return {
    hostName: values.get('hostname') ?? '',
    port: values.get('port') ?? '22',
    user: values.get('user') ?? '',
    jump: jump === undefined || jump === 'none' ? undefined : jump,
    checksKey: !['no', 'false', 'off'].includes(values.get('stricthostkeychecking') ?? ''),
  };
}
