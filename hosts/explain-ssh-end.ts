// SPDX-License-Identifier: Apache-2.0
/** Why an ssh ended, read from its own words, and what only the person can clear. */

import type { SshObstacle } from '../contract/bridge.ts';
import { HostUnreachableError } from './host-errors.ts';
import { formatHost } from './parse-host.ts';
import type { RemoteHost } from './ssh-arguments.ts';

/** What `ssh -v` says about its steps, and a shared connection about a terminal that it has not. */
const chatter = /^(?:debug\d: |mux_\w+: tcgetattr: |OpenSSH_\d|Authenticated to |Transferred: |Bytes per second)/;

/** `words` is what ssh wrote to its standard error; a part of it may come from the other side. */
export function explainSshEnd(host: RemoteHost, words: string, socketPath: string): HostUnreachableError {
  const lines = words
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !chatter.test(line));
  const obstacle = obstacleOf(lines);
  return new HostUnreachableError(formatHost(host), reasonOf(lines, obstacle, socketPath), obstacle);
}

function obstacleOf(lines: readonly string[]): SshObstacle | undefined {
  if (lines.some((line) => line.includes('REMOTE HOST IDENTIFICATION HAS CHANGED'))) return 'changed-key';
  if (lines.some((line) => /^(?:Host key verification failed|No \S+ host key is known)/.test(line)))
    return 'unknown-key';
  // The last words: a banner of the host comes before them.
  return /Permission denied \(|Too many authentication failures/.test(lines.at(-1) ?? '') ? 'login' : undefined;
}

function reasonOf(lines: readonly string[], obstacle: SshObstacle | undefined, socketPath: string): string {
  switch (obstacle) {
    case 'changed-key':
      return (
        'it shows another key than before; it was reinstalled, or somebody else answers in its place. Ask its ' +
        'administrator for its key before you remove the old one'
      );
    case 'unknown-key':
      return 'its key is not known on this machine yet; connect by hand to compare and confirm it';
    case 'login':
      return `ssh needs a password or a passphrase, or has no right key (ssh says: ${lines.at(-1) ?? ''})`;
    case undefined:
      break;
  }
  if (lines.some((line) => /stdio forwarding|open failed/i.test(line)))
    return (
      `ssh works, and ${socketPath} of the helper does not answer; on that host, see systemctl status ` +
      'bulkhead-helper.socket, and that the user is in the group bulkhead'
    );
  return lines.length === 0 ? 'ssh ended without a word' : `ssh says: ${lines.slice(-2).join(' ')}`;
}
