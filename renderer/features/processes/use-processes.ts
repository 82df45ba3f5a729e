// SPDX-License-Identifier: Apache-2.0
/** The processes of a container, asked for again and again while the window shows them. */

import { useEffect, useState } from 'react';
import { isFailure } from '../../../contract/errors.ts';
import type { ContainerProcesses } from '../../../contract/model/containers/process.ts';
import { useClient } from '../../host/connection.ts';
import { failureText } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';

interface ProcessesSeen {
  readonly latest: ContainerProcesses | undefined;
  /** The answer before that. */
  readonly before: ContainerProcesses | undefined;
  /** Why the last look failed. An answer stays meanwhile. */
  readonly problem: string | undefined;
}

const nothing: ProcessesSeen = { latest: undefined, before: undefined, problem: undefined };

/** Milliseconds between an answer and the next question. */
export const pauseMs = 2000;

/** `run` is another after each start of the container. Nothing is asked while the window is hidden, or `isPaused`. */
export function useProcesses(name: string, run: number | null, isPaused: boolean): ProcessesSeen {
  const client = useClient();
  const [seen, setSeen] = useState<ProcessesSeen & { readonly run: number | null }>({ ...nothing, run });
  const isAsked = run !== null && !isPaused;
  useEffect(() => {
    if (client === undefined || !isAsked) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isAsking = false;

    async function ask(): Promise<void> {
      clearTimeout(timer);
      if (client === undefined || isAsking || document.hidden) return;
      isAsking = true;
      try {
        const latest = await client.request('container.processes', { name }, { signal });
        if (!signal.aborted)
          setSeen((old) => ({ latest, before: old.run === run ? old.latest : undefined, problem: undefined, run }));
      } catch (error) {
        if (!signal.aborted)
          setSeen((old) => ({ ...(old.run === run ? old : nothing), problem: problemOf(name, error), run }));
      } finally {
        isAsking = false;
        if (!signal.aborted) timer = setTimeout(() => void ask(), pauseMs);
      }
    }
    const askShown = (): void => void ask();
    document.addEventListener('visibilitychange', askShown);
    askShown();
    return () => {
      controller.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', askShown);
    };
  }, [client, name, run, isAsked]);
  return seen.run === run ? seen : nothing;
}

function problemOf(name: string, error: unknown): string {
  if (isFailure(error, 'not-authorised'))
    return t('This is asked without a password, and you are not authorised to see the host without one.');
  return failureText(t('cannot read the processes of {name}', { name }), error);
}
