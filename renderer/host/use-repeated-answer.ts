// SPDX-License-Identifier: Apache-2.0
/** What a host answers to one question, which is asked again and again while the window shows the answer. */

import { useEffect, useState } from 'react';
import type { Client } from '../../rpc/client.ts';
import { useClient } from './connection.ts';

export interface RepeatedAnswer<T> {
  readonly latest: T | undefined;
  /** The answer before that. */
  readonly before: T | undefined;
  /** Why the last question failed. An answer stays meanwhile. */
  readonly problem: string | undefined;
}

export interface Question<T> {
  /** Asks the host. Pass the same function as long as the question is the same. */
  readonly ask: (client: Client, signal: AbortSignal) => Promise<T>;
  /** Gives the words for what `ask` failed with; likewise the same function. */
  readonly describe: (error: unknown) => string;
  /** Answers to another one are forgotten. */
  readonly subject: string | number | null;
  /** False while nothing is to be asked. */
  readonly isAsked: boolean;
}

const nothing = { latest: undefined, before: undefined, problem: undefined };

/** Milliseconds between an answer and the next question. */
export const pauseMs = 2000;

/** Nothing is asked while the window is hidden. */
export function useRepeatedAnswer<T>({ ask, describe, subject, isAsked }: Question<T>): RepeatedAnswer<T> {
  const client = useClient();
  const [seen, setSeen] = useState<RepeatedAnswer<T> & Pick<Question<T>, 'subject'>>({ ...nothing, subject });
  useEffect(() => {
    if (client === undefined || !isAsked) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isAsking = false;

    async function askAgain(): Promise<void> {
      clearTimeout(timer);
      if (client === undefined || isAsking || document.hidden) return;
      isAsking = true;
      try {
        const latest = await ask(client, signal);
        if (!signal.aborted)
          setSeen((old) => ({
            latest,
            before: old.subject === subject ? old.latest : undefined,
            problem: undefined,
            subject,
          }));
      } catch (error) {
        if (!signal.aborted)
          setSeen((old) => ({ ...(old.subject === subject ? old : nothing), problem: describe(error), subject }));
      } finally {
        isAsking = false;
        if (!signal.aborted) timer = setTimeout(() => void askAgain(), pauseMs);
      }
    }
    const askShown = (): void => void askAgain();
    document.addEventListener('visibilitychange', askShown);
    askShown();
    return () => {
      controller.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', askShown);
    };
  }, [client, ask, describe, subject, isAsked]);
  return seen.subject === subject ? seen : nothing;
}
