// SPDX-License-Identifier: Apache-2.0
/** Asks the host, while volumes are typed, whether their folders may be given to a container. */

import { useEffect, useState } from 'react';
import { isFailure } from '../../../contract/errors.ts';
import type { Client } from '../../../rpc/client.ts';
import { volumesOf } from '../volumes/volume-draft.ts';

/** Long enough that a word is whole before it is asked about. */
const pauseMs = 300;

interface Answer {
  readonly text: string;
  readonly problem: string | undefined;
}

/**
 * What the host has against the folders in this text; undefined while it has not answered, or may not be asked without
 * a password: creating asks again.
 */
export function useVolumeCheck(client: Client | undefined, text: string): string | undefined {
  const [answer, setAnswer] = useState<Answer>({ text: '', problem: undefined });
  useEffect(() => {
    const volumes = volumesOf(text) ?? [];
    if (client === undefined || volumes.length === 0) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      const sources = volumes.map(({ source }) => source);
      firstProblem(client, sources, abort.signal).then(
        (problem) => !abort.signal.aborted && setAnswer({ text, problem }),
        () => undefined,
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, text]);
  return answer.text === text ? answer.problem : undefined;
}

async function firstProblem(
  client: Client,
  sources: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const source of sources) {
    const problem = await problemOf(client, source, signal);
    if (problem !== null) return `${source}: ${problem}`;
  }
  return undefined;
}

async function problemOf(client: Client, source: string, signal: AbortSignal): Promise<string | null> {
  try {
    return (await client.request('volume.check', { source }, { signal })).problem;
  } catch (error) {
    if (isFailure(error, 'not-authorised') || isFailure(error, 'authorisation-unavailable')) return null;
    throw error;
  }
}
