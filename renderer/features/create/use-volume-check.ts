// SPDX-License-Identifier: Apache-2.0
/** Asks the host, while volumes are typed, whether their folders may be given to a container. */

import { useEffect, useState } from 'react';
import { isFailure } from '../../../contract/errors.ts';
import type { Client } from '../../../rpc/client.ts';
import { sourceOfText } from '../../../contract/model/containers/named-volume.ts';
import { problemsOfVolume, type VolumeDraft } from '../volumes/volume-draft.ts';

/** Long enough that a word is whole before it is asked about. */
const pauseMs = 300;

const none: ReadonlyMap<string, string> = new Map();

/**
 * What the host has against the folders of these volumes, by folder; none while it has not answered, or may not be asked
 * without a password: creating asks again.
 */
export function useVolumeCheck(
  client: Client | undefined,
  volumes: readonly VolumeDraft[],
): ReadonlyMap<string, string> {
  const [problems, setProblems] = useState(none);
  const usable = volumes.filter((volume) => problemsOfVolume(volume).source === undefined);
  const asked = JSON.stringify(usable.map(({ source }) => sourceOfText(source)));
  useEffect(() => {
    const sources = JSON.parse(asked) as readonly string[];
    if (client === undefined || sources.length === 0) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      problemsOf(client, sources, abort.signal).then(
        (found) => !abort.signal.aborted && setProblems(found),
        () => undefined,
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, asked]);
  return problems;
}

async function problemsOf(
  client: Client,
  sources: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const source of sources) {
    const problem = await problemOf(client, source, signal);
    if (problem !== null) found.set(source, problem);
  }
  return found;
}

async function problemOf(client: Client, source: string, signal: AbortSignal): Promise<string | null> {
  try {
    return (await client.request('volume.check', { source }, { signal })).problem;
  } catch (error) {
    if (isFailure(error, 'not-authorised') || isFailure(error, 'authorisation-unavailable')) return null;
    throw error;
  }
}
