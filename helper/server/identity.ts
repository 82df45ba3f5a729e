// SPDX-License-Identifier: Apache-2.0
/** Who calls: what the kernel recorded when the connection was made, and nothing that the client says. */

/** Frozen when the connection is accepted; it does not follow what the process becomes later. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
  /** Only the log uses it: the process may be gone and its number taken. */
  readonly pid: number;
  /** Account name of the uid; the number as text when the host knows none. */
  readonly user: string;
}

/** Identifies a client of the listener. */
export interface Peer extends Identity {
  /** Names the connecting process without doubt; owned and closed by the connection. Rights are asked for it. */
  readonly pidfd: number;
}
