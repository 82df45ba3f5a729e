/** A byte stream to a host's helper, and the way to learn why it ended. */

import type { Duplex } from 'node:stream';

export interface Connection {
  /** Destroying it gives back all that the connection holds. */
  readonly stream: Duplex;
  /** What the carrier said about the end, if anything. Ask after the stream has closed. */
  explainEnd(): Promise<string | undefined>;
}

/** Reaches the host, or rejects with the reason in words that follow "cannot reach host X: ". */
export type Dial = (signal: AbortSignal) => Promise<Connection>;

/** Where the helper listens on every host. */
export const helperSocket = '/run/bulkhead/helper.sock';
