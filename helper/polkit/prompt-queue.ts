// SPDX-License-Identifier: Apache-2.0
/** Shows each user one password prompt at a time; the others wait for their turn, up to a limit. */

import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/text.ts';

export interface PromptTurn {
  /** True when the call waited for its turn: an answer given meanwhile may cover this question too. */
  readonly hasWaited: boolean;
  /** The failure with which the same question ended while this one waited, if it did. */
  denialOf(question: string): Error | undefined;
  /** Remembers that a person did not authorise, for those that already wait with the same question. */
  deny(question: string, failure: Error): void;
  end(): void;
}

export interface PromptQueue {
  /** Waits for the user's turn. The caller ends it. Fails `too-busy` when too many wait. */
  turn(uid: number, signal: AbortSignal): Promise<PromptTurn>;
}

interface Line {
  tail: Promise<void>;
  length: number;
  readonly denials: { readonly at: number; readonly question: string; readonly failure: Error }[];
}

/**
 * `maxLength` includes the one whose turn it is; `maxLines` counts the users that have a prompt at the same
 * time.
 */
export function createPromptQueue(limits: { readonly maxLength: number; readonly maxLines: number }): PromptQueue {
  const lines = new Map<number, Line>();
  let arrivals = 0;

  function lineOf(uid: number): Line {
    const existing = lines.get(uid);
    if (existing !== undefined) return existing;
    if (lines.size >= limits.maxLines)
      fail('too-busy', { limit: say('{maxLines} users with a password prompt', { maxLines: limits.maxLines }) });
    const line: Line = { tail: Promise.resolve(), length: 0, denials: [] };
    lines.set(uid, line);
    return line;
  }

  return {
    async turn(uid, signal) {
      const line = lineOf(uid);
      if (line.length >= limits.maxLength)
        fail('too-busy', {
          limit: say('{maxLength} requests that wait for a password', { maxLength: limits.maxLength }),
        });
      const arrival = ++arrivals;
      const hasWaited = line.length > 0;
      line.length += 1;
      const before = line.tail;
      let release: () => void = () => undefined;
      line.tail = new Promise((resolve) => {
        release = resolve;
      });
      const end = (): void => {
        line.length -= 1;
        if (line.length === 0) lines.delete(uid);
        release();
      };
      try {
        await orAbort(before, signal);
      } catch (error) {
        void before.then(end);
        throw error;
      }
      return {
        hasWaited,
        denialOf: (question) =>
          line.denials.find((denial) => denial.at >= arrival && denial.question === question)?.failure,
        deny: (question, failure) => void line.denials.push({ at: arrivals, question, failure }),
        end,
      };
    },
  };
}

/** Waits until the turn comes or the signal aborts. */
async function orAbort(waited: Promise<void>, signal: AbortSignal): Promise<void> {
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<void>((resolve) => {
    onAbort = resolve;
    signal.addEventListener('abort', onAbort, { once: true });
  });
  await Promise.race([waited, aborted]);
  signal.removeEventListener('abort', onAbort);
  if (signal.aborted) fail('cancelled', {});
}
