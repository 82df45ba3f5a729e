// SPDX-License-Identifier: Apache-2.0
/**
 * How much the containers of this host may do by the loaded policy: each domain that one of them has, beside the stock
 * domains. Counted when somebody asks: the host reads its whole policy for it.
 */

import { useEffect, useRef, useState } from 'react';
import { type ContainerDomain, containerDomains } from '../../../../contract/container-domains.ts';
import type { DomainCount } from '../../../../contract/model/policy/domain-count.ts';
import type { Client } from '../../../../rpc/client.ts';
import { withClient } from '../../../host/with-client.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { Failed, Loading } from '../../../ui/placeholder.tsx';
import { failureText } from '../../../window/notifications.ts';
import { useContainerList } from '../../containers/category-owners.ts';

interface DomainRow extends DomainCount {
  /** Of this host; empty for a stock domain. */
  readonly containers: readonly string[];
}

type Counted =
  | { readonly status: 'none' }
  | { readonly status: 'counting' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'ready'; readonly rows: readonly DomainRow[] };

export function DomainCountsPanel() {
  const domains = containerDomains(useContainerList());
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
      const rows = await rowsOf(client, domains, signal);
      if (!signal.aborted) setCounted({ status: 'ready', rows });
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
      actions={<ActionButton label="Count" reason={whyNot(domains, counted)} onAction={handleCount} />}
    >
      {counted.status === 'none' && (
        <p className="muted">
          Counts what the loaded policy allows each domain of these containers, beside the usual domains of containers.
        </p>
      )}
      {counted.status === 'counting' && <Loading label="Reading the loaded policy" lines={3} />}
      {counted.status === 'failed' && (
        <Failed text={failureText('cannot count what the policy allows', counted.error)} onRetry={handleCount} />
      )}
      {counted.status === 'ready' && <DomainTable rows={counted.rows} />}
    </Panel>
  );
}

function whyNot(domains: readonly ContainerDomain[], { status }: Counted): string | undefined {
  if (status === 'counting') return 'The loaded policy is being read.';
  return domains.length === 0 ? 'No container of this host has a domain.' : undefined;
}

/** Every answer has the stock domains too; they come last, once. */
async function rowsOf(
  client: Client,
  domains: readonly ContainerDomain[],
  signal: AbortSignal,
): Promise<readonly DomainRow[]> {
  const own: DomainRow[] = [];
  const stock = new Map<string, DomainRow>();
  for (const { containers } of domains) {
    const subject = { kind: 'container', name: containers[0] } as const;
    const [first, ...others] = (await client.request('policy.count', { subject }, { signal })).counts;
    if (first !== undefined) own.push({ ...first, containers });
    for (const other of others) stock.set(other.domain, { ...other, containers: [] });
  }
  return [...own, ...stock.values()];
}

function DomainTable({ rows }: { readonly rows: readonly DomainRow[] }) {
  return (
    <>
      <table className="table" aria-label="Allowed accesses" style={{ maxWidth: 760 }}>
        <thead>
          <tr>
            <th>Domain</th>
            <th>Containers</th>
            <th className="number">Accesses</th>
            <th className="number">Outside its own types</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ domain, containers, total, columns }) => (
            <tr key={domain}>
              <td className="mono">{domain}</td>
              <td>{containers.length === 0 ? 'none: a usual domain of containers' : namesOf(containers)}</td>
              <td className="number">{total.toLocaleString('en-GB')}</td>
              <td className="number">{(total - columns.ownTypes).toLocaleString('en-GB')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">
        An access is a target type, a class and a permission. A smaller number means a narrower domain; constraints,
        such as those on categories, are not counted. A container&apos;s tab Security says what its accesses are about.
      </p>
    </>
  );
}

const maxNames = 4;

function namesOf(names: readonly string[]): string {
  const more = names.length - maxNames;
  return more > 0 ? `${names.slice(0, maxNames).join(', ')} and ${more} more` : names.join(', ');
}
