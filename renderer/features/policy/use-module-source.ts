// SPDX-License-Identifier: Apache-2.0
/** Loads the source of a version of a policy module. */

import { useEffect, useRef, useState } from 'react';
import { useClient } from '../../host/connection.ts';

export type ModuleSource =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'ready'; readonly text: string };

interface ModuleVersion {
  readonly container: string;
  /** Numbers the version; undefined for the installed one. */
  readonly version: number | undefined;
}

/** Loads each version that is asked for, and then calls `onLoaded`, which has to stay the same function. */
export function useModuleSource({ container, version }: ModuleVersion, onLoaded: () => void): ModuleSource {
  const client = useClient();
  const [source, setSource] = useState<ModuleSource>({ status: 'loading' });
  const loadedVersion = useRef<number | undefined | 'none'>('none');

  useEffect(() => {
    // What was loaded, and perhaps edited, outlives a reconnect.
    if (client === undefined || loadedVersion.current === version) return undefined;
    const abort = new AbortController();
    client
      .request('policy.show', { name: container, ...(version !== undefined && { version }) }, { signal: abort.signal })
      .then(
        ({ source: text }) => {
          if (abort.signal.aborted) return;
          loadedVersion.current = version;
          setSource({ status: 'ready', text });
          onLoaded();
        },
        (error: unknown) => {
          if (!abort.signal.aborted) setSource({ status: 'failed', error });
        },
      );
    return () => abort.abort();
  }, [client, container, version, onLoaded]);

  return source;
}
