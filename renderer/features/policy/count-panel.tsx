// SPDX-License-Identifier: Apache-2.0
/**
 * A panel about how much domains may do by the loaded policy. Counted when somebody asks: it may need a password, and
 * the host reads its whole policy.
 */

import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { DomainCount } from '../../../contract/model/policy/domain-count.ts';
import type { Client } from '../../../rpc/client.ts';
import { withClient } from '../../host/with-client.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Failed, Loading } from '../../ui/placeholder.tsx';
import { failureText } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';

/** What one container may do, then the stock domains of its host. */
type CountContainer = (name: string) => Promise<readonly DomainCount[]>;

type Counted<Count> =
  | { readonly status: 'none' }
  | { readonly status: 'counting' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'ready'; readonly counts: readonly Count[] };

interface CountPanelProps<Count> {
  /** What is counted, while it is not. */
  readonly about: string;
  /** Why there is nothing to count. */
  readonly whyNot?: string | undefined;
  readonly count: (countContainer: CountContainer) => Promise<readonly Count[]>;
  readonly children: (counts: readonly Count[]) => ReactNode;
}

export function CountPanel<Count>({ about, whyNot, count, children }: CountPanelProps<Count>) {
  const [counted, setCounted] = useState<Counted<Count>>({ status: 'none' });
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const abort = new AbortController();
    leaving.current = abort;
    return () => abort.abort();
  }, []);

  async function run(client: Client): Promise<void> {
    const { signal } = leaving.current;
    setCounted({ status: 'counting' });
    try {
      const counts = await count(async (name) => {
        const subject = { kind: 'container', name } as const;
        return (await client.request('policy.count', { subject }, { signal })).counts;
      });
      if (!signal.aborted) setCounted({ status: 'ready', counts });
    } catch (error) {
      if (!signal.aborted) setCounted({ status: 'failed', error });
    }
  }

  function handleCount(): void {
    withClient(t('count what the policy allows'), run);
  }

  const reason = counted.status === 'counting' ? t('The loaded policy is being read.') : whyNot;
  return (
    <Panel
      title={t('Allowed accesses')}
      actions={<ActionButton label={t('Count')} reason={reason} onAction={handleCount} />}
    >
      {counted.status === 'none' && <p className="muted">{about}</p>}
      {counted.status === 'counting' && <Loading label={t('Reading the loaded policy')} lines={3} />}
      {counted.status === 'failed' && (
        <Failed text={failureText(t('cannot count what the policy allows'), counted.error)} onRetry={handleCount} />
      )}
      {counted.status === 'ready' && children(counted.counts)}
    </Panel>
  );
}
