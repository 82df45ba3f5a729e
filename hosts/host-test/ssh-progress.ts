// SPDX-License-Identifier: Apache-2.0
/** How far an ssh got, read from what it says with `-v`. */

export interface SshProgress {
  readonly isConnected: boolean;
  /** The key of the host is known, or was confirmed. */
  readonly isKeyAccepted: boolean;
  /** Names the key as ssh does, for example `ED25519 SHA256:...`; undefined before the host has shown one. */
  readonly key: string | undefined;
  /** How the user was authenticated, for example `publickey`; undefined before that. */
  readonly method: string | undefined;
}

export function readSshProgress(words: string): SshProgress {
  const key = /^debug1: Server host key: (\S+ \S+)/m.exec(words)?.[1];
  const method = /^(?:Authenticated to .* using|debug1: Authentication succeeded) [("](.+?)[)"]\.?\s*$/m.exec(
    words,
  )?.[1];
  const isAccepted =
    /^debug1: Host '.*' is known and matches|^Warning: Permanently added|^debug1: rekey out after/m.test(words);
  return {
    isConnected: key !== undefined || /^debug1: (?:Connection established|Remote protocol version)/m.test(words),
    isKeyAccepted: isAccepted || method !== undefined,
    key,
    method,
  };
}
