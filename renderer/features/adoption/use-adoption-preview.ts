// SPDX-License-Identifier: Apache-2.0
/** Asks the host what would become of a container if it were adopted. */

import { useCallback, useEffect, useState } from 'react';
import type { AdoptionPreview } from '../../../contract/model/containers/adoption.ts';
import { useClient } from '../../host/connection.ts';
import { failureText } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';

export type PreviewState =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly preview: AdoptionPreview }
  | { readonly status: 'failed'; readonly problem: string };

export function useAdoptionPreview(name: string): { readonly state: PreviewState; readonly reload: () => void } {
  const client = useClient();
  const [state, setState] = useState<PreviewState>({ status: 'loading' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (client === undefined) return;
    const leaving = new AbortController();
    client.request('container.preview-adoption', { name }, { signal: leaving.signal }).then(
      (preview) => setState({ status: 'ready', preview }),
      (error: unknown) => {
        if (!leaving.signal.aborted)
          setState({
            status: 'failed',
            problem: failureText(t('cannot look at the configuration of {name}', { name }), error),
          });
      },
    );
    return () => leaving.abort();
  }, [client, name, round]);
  const reload = useCallback(() => {
    setState({ status: 'loading' });
    setRound((last) => last + 1);
  }, []);
  return { state, reload };
}
