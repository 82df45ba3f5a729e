// SPDX-License-Identifier: Apache-2.0
/** The containers with their networks, of which only the rows in sight are drawn where there are many. */

import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { describeHostPort } from '../../../contract/model/containers/publication.ts';
import { ContainerName } from '../containers/container-name.tsx';
import { shownAddresses } from '../../../contract/search/shown-addresses.ts';
import { networkLabel } from './network-labels.ts';
import { t } from '../../lib/language/t.ts';

interface NetworkTableProps {
  readonly containers: readonly Container[];
  /** The bridge of those behind the host's address. */
  readonly natBridge: string | undefined;
}

const rowHeight = 38;
const columns = 4;

export function NetworkTable({ containers, natBridge }: NetworkTableProps) {
  const scrollRef = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: containers.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const rows = virtual.getVirtualItems();
  const label = t('Containers and published ports');
  return (
    <div className="network-rows" ref={scrollRef} role="group" aria-label={label} tabIndex={0}>
      <table className="table" aria-label={label} aria-rowcount={containers.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th>{t('Container')}</th>
            <th>{t('Network')}</th>
            <th>{t('Address')}</th>
            <th>{t('Published ports')}</th>
          </tr>
        </thead>
        <tbody>
          <Space height={rows[0]?.start ?? 0} />
          {rows.map(({ index }) => {
            const container = containers[index];
            if (container === undefined) return null;
            return (
              <tr key={container.name} ref={virtual.measureElement} data-index={index} aria-rowindex={index + 2}>
                <td>
                  <ContainerName name={container.name} tab="network" />
                </td>
                <td>{networkLabel(container.network, natBridge)}</td>
                <td className="mono">{shownAddresses(container)[0] ?? ''}</td>
                <td className="network-wrap">
                  {container.published
                    .map((one) => t('{from} to {port}', { from: describeHostPort(one), port: one.port }))
                    .join('; ')}
                </td>
              </tr>
            );
          })}
          <Space height={virtual.getTotalSize() - (rows.at(-1)?.end ?? 0)} />
        </tbody>
      </table>
    </div>
  );
}

/** Stands in the place of rows that are not drawn. */
function Space({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true" className="network-space">
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}
