// SPDX-License-Identifier: Apache-2.0
/** Keeps what a client sends to a stream whose call waits for admission, in its order, until that is passed on. */

import { streamCredit } from './protocol.ts';

export interface PendingStreams {
  /** False when a call of that stream waits already. */
  begin(stream: number): boolean;
  /** Passes a message of a stream on, or keeps it. Throws when a client sends more than it may. */
  take(params: { readonly stream: number }, method: string): void;
  /** Passes on what was kept. */
  release(stream: number): void;
  /** Forgets what was kept. */
  drop(stream: number): void;
}

interface Kept {
  readonly method: string;
  readonly params: { readonly stream: number };
}

/**
 * A client sends no more items than it has credit for; its own credits come one for each item it has read, of which
 * there are none yet, or in one sum.
 */
const maxKept = 2 * streamCredit;

export function createPendingStreams(passOn: (method: string, params: object) => void): PendingStreams {
  const pending = new Map<number, Kept[]>();
  return {
    begin(stream) {
      if (pending.has(stream)) return false;
      pending.set(stream, []);
      return true;
    },
    take(params, method) {
      const kept = pending.get(params.stream);
      if (kept === undefined) passOn(method, params);
      else if (kept.length < maxKept) kept.push({ method, params });
      else throw new Error('cannot keep more for a stream that waits');
    },
    release(stream) {
      const kept = pending.get(stream) ?? [];
      pending.delete(stream);
      for (const { method, params } of kept) passOn(method, params);
    },
    drop: (stream) => void pending.delete(stream),
  };
}
