// SPDX-License-Identifier: Apache-2.0
/** Why there is no talking to a host. Messages begin "cannot ..." and say what to do next. */

import type { SshObstacle } from '../contract/bridge.ts';

/** Nothing answers there, or what answered has gone. `obstacle` is what only the person can clear. */
export class HostUnreachableError extends Error {
  readonly host: string;
  readonly reason: string;
  readonly obstacle: SshObstacle | undefined;

  constructor(host: string, reason: string, obstacle?: SshObstacle) {
    super(`cannot reach the host ${host}: ${reason}`);
    this.name = 'HostUnreachableError';
    this.host = host;
    this.reason = reason;
    this.obstacle = obstacle;
  }
}

/** The host is there, and its socket may not be opened by this user. */
export class HostForbiddenError extends Error {
  readonly host: string;

  constructor(host: string, socketPath: string) {
    super(
      `cannot use the host ${host}: you may not open ${socketPath}; ask an administrator to ` +
        'add you to the group bulkhead, then log in again',
    );
    this.name = 'HostForbiddenError';
    this.host = host;
  }
}

/** Somebody else listens in the helper's place; nothing was sent to them. */
export class HostImpostorError extends Error {
  readonly host: string;
  readonly uid: number | undefined;

  constructor(host: string, socketPath: string, uid: number | undefined) {
    const who = uid === undefined ? 'a process that the kernel does not identify' : `the user with uid ${uid}`;
    super(
      `cannot trust the host ${host}: ${socketPath} is served by ${who} instead of the helper; nothing was sent to it`,
    );
    this.name = 'HostImpostorError';
    this.host = host;
    this.uid = uid;
  }
}
