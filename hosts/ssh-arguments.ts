// SPDX-License-Identifier: Apache-2.0
/**
 * The arguments for an ssh that carries its input and output to the helper's socket on another machine. Nothing of ours
 * has to run there:
 * sshd itself opens the socket (`-W`), as the user who logged in, and so it is this user whom the helper's kernel
 * reports.
 * Who serves the socket is not asked again on that side: `/run/bulkhead` belongs to root there, and a user who could put a
 * socket into it could replace sshd as well.
 */

import type { Host } from './parse-host.ts';
import { instancePlaces } from './lab-instance.ts';

export interface SshWay {
  readonly socketPath: string;
  /** Says whether ssh may ask its user for a password or about an unknown host key. */
  readonly isInteractive: boolean;
  /** The control socket at which other ssh processes are to find this connection. */
  readonly sharedAt?: string;
}

export type RemoteHost = Exclude<Host, { kind: 'local' }>;

export function sshArguments(host: RemoteHost, way: SshWay): string[] {
  const sharing =
    way.sharedAt === undefined ? {} : { ControlMaster: 'yes', ControlPath: way.sharedAt, ControlPersist: 'no' };
  return ['-T', ...settings(way.isInteractive, sharing), '-W', way.socketPath, ...sshTarget(host)];
}

/** Runs one command on the host, and may ask its user. `command` is for the shell there: a constant of ours. */
export function sshCommandArguments(host: RemoteHost, command: string): string[] {
  return ['-T', ...settings(true), ...sshTarget(host), command];
}

/**
 * Runs a command on a terminal of a connection that another ssh has made, and never makes one itself. No character of
 * the input means anything to ssh.
 */
export function agentArguments(host: RemoteHost, sharedAt: string, command: string): string[] {
  const sharing = { ControlMaster: 'no', ControlPath: sharedAt, ProxyCommand: 'false', EscapeChar: 'none' };
  return ['-tt', ...settings(false, sharing), ...sshTarget(host), command];
}

/** Says which host is meant, as which user, in the arguments that come last. */
export function sshTarget(host: RemoteHost): string[] {
  if (host.kind === 'lab') return ['-F', instancePlaces(host.name).sshConfig, '-l', host.user, '--', 'lab'];
  const user = host.user === undefined ? [] : ['-l', host.user];
  const port = host.port === undefined ? [] : ['-p', String(host.port)];
  return [...user, ...port, '--', host.host];
}

/**
 * Forwardings and commands of the user's own configuration have no place here; a dead link is noticed within half a
 * minute.
 */
function settings(isInteractive: boolean, more: Readonly<Record<string, string>> = {}): string[] {
  const values = {
    ...more,
    BatchMode: isInteractive ? 'no' : 'yes',
    ClearAllForwardings: 'yes',
    ForwardAgent: 'no',
    ForwardX11: 'no',
    PermitLocalCommand: 'no',
    RemoteCommand: 'none',
    ConnectTimeout: '10',
    ServerAliveInterval: '10',
    ServerAliveCountMax: '3',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}
