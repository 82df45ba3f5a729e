// SPDX-License-Identifier: Apache-2.0

import { useEffect, useState } from 'react';
import { askTarget, type TargetHost } from './target-host.ts';

export type Target =
  | { readonly status: 'none' | 'loading' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'ready'; readonly host: TargetHost };

/** What the chosen host has for a container of this image; asked again when another host is chosen. */
export function useTargetHost(image: string | null, hostId: string | undefined): Target {
  const [answer, setAnswer] = useState<{ readonly hostId: string; readonly target: Target } | undefined>(undefined);
  useEffect(() => {
    if (hostId === undefined) return undefined;
    const end = new AbortController();
    askTarget(image ?? '', hostId, end.signal).then(
      (host) => !end.signal.aborted && setAnswer({ hostId, target: { status: 'ready', host } }),
      (error: unknown) => !end.signal.aborted && setAnswer({ hostId, target: { status: 'failed', error } }),
    );
    return () => end.abort();
  }, [image, hostId]);
  if (hostId === undefined) return { status: 'none' };
  return answer?.hostId === hostId ? answer.target : { status: 'loading' };
}
