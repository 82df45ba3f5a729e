// SPDX-License-Identifier: Apache-2.0
/** Why Incus did not do what it was asked, apart from what it answers with success. */

/**
 * `unreachable`: nobody serves the socket, or the connection broke. `timeout`: no whole answer in time. `too-large` and
 * `malformed`: an answer that no Incus gives. `denied`: Incus answers with an error, whose number is `status`.
 * `operation-lost`: Incus was restarted while it worked, and does not know any more how that ended.
 */
export type IncusErrorKind = 'unreachable' | 'timeout' | 'too-large' | 'malformed' | 'denied' | 'operation-lost';

export class IncusError extends Error {
  readonly kind: IncusErrorKind;
  /** The answer has this status of HTTP; 0 where there was none. */
  readonly status: number;

  constructor(kind: IncusErrorKind, message: string, status = 0) {
    super(message);
    this.kind = kind;
    this.status = status;
  }
}

/** Says whether it is an error of Incus, of one of these kinds where some are given. */
export function isIncusError(error: unknown, ...kinds: readonly IncusErrorKind[]): error is IncusError {
  return error instanceof IncusError && (kinds.length === 0 || kinds.includes(error.kind));
}

/** Says whether Incus answered that there is no such thing. */
export function isNotFound(error: unknown): boolean {
  return isIncusError(error, 'denied') && error.status === 404;
}

/** Says whether what was to be changed had been changed by somebody else since it was read. */
export function isChangedMeanwhile(error: unknown): boolean {
  return isIncusError(error, 'denied') && error.status === 412;
}
