// SPDX-License-Identifier: Apache-2.0
/**
 * How much a container may do by the loaded policy, beside the stock domains of its host. Counted when somebody asks:
 * it may need a password, and the host reads its whole policy.
 */

import { useEffect, useRef, useState } from 'react';
import { accessColumns, accessColumnTitles, type DomainCount } from '../../../contract/model/policy/domain-count.ts';
import type { Client } from '../../../rpc/client.ts';
import { withClient } from '../../host/with-client.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Failed, Loading } from '../../ui/placeholder.tsx';
import { failureText } from '../../window/notifications.ts';

type Counted =
  | { readonly status: 'none' }
  | { readonly status: 'counting' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'ready'; readonly counts: readonly DomainCount[] };

export function AccessCountPanel({ name }: { readonly name: string }) {
  const [counted, setCounted] = useState<Counted>({ status: 'none' });
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const abort = new AbortController();
    leaving.current = abort;
    return () => abort.abort();
  }, []);

  async function count(client: Client): Promise<void> {
    const { signal } = leaving.current;
    setCounted({ status: 'counting' });
    try {
      const { counts } = await client.request('policy.count', { subject: { kind: 'container', name } }, { signal });
      if (!signal.aborted) setCounted({ status: 'ready', counts });
    } catch (error) {
      if (!signal.aborted) setCounted({ status: 'failed', error });
    }
  }

  function handleCount(): void {
    withClient('count what the policy allows', count);
  }

  return (
    <Panel
      title="Allowed accesses"
      actions={
        <ActionButton
          label="Count"
          reason={counted.status === 'counting' ? 'The loaded policy is being read.' : undefined}
          onAction={handleCount}
        />
      }
    >
      {counted.status === 'none' && (
        <p className="muted">
          Counts what the loaded policy allows this container, beside the usual domains of containers on this host.
        </p>
      )}
      {counted.status === 'counting' && <Loading label="Reading the loaded policy" lines={3} />}
      {counted.status === 'failed' && (
        <Failed text={failureText('cannot count what the policy allows', counted.error)} onRetry={handleCount} />
      )}
      {counted.status === 'ready' && <CountTable counts={counted.counts} />}
    </Panel>
  );
}

function CountTable({ counts }: { readonly counts: readonly DomainCount[] }) {
  return (
    <>
      <p>{comparisonOf(counts)}</p>
      <table className="table" aria-label="Allowed accesses" style={{ maxWidth: 620 }}>
        <thead>
          <tr>
            <th>About</th>
            {counts.map(({ domain }) => (
              <th key={domain} className="number mono">
                {domain}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {accessColumns.map((column) => (
            <tr key={column}>
              <td>{sentenceCase(accessColumnTitles[column])}</td>
              {counts.map(({ domain, columns }) => (
                <td key={domain} className="number">
                  {shown(columns[column])}
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <td>All</td>
            {counts.map(({ domain, total }) => (
              <td key={domain} className="number">
                {shown(total)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      <p className="muted">
        An access is a target type, a class and a permission. A smaller number means a narrower domain; constraints,
        such as those on categories, are not counted.
      </p>
    </>
  );
}

function comparisonOf([own, ...others]: readonly DomainCount[]): string {
  if (own === undefined) return '';
  const first = `The policy allows it ${shown(own.total)} accesses.`;
  const beside = others.map(({ domain, total }) =>
    own.total === 0 ? '' : ` ${domain} has ${(total / own.total).toFixed(1)} times as many.`,
  );
  return first + beside.join('');
}

function shown(number: number): string {
  return number.toLocaleString('en-GB');
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
