// SPDX-License-Identifier: Apache-2.0
/** What the picture shows, as a table: each flow a row. */

import { useMemo } from 'react';
import { accessOf, type DenialFlow } from '../model/denial-flows.ts';
import type { DenialTone } from '../model/denial-tone.ts';
import { formatCount } from '../../../lib/units.ts';
import { ContainerName } from '../../containers/container-name.tsx';

interface FlowTableProps {
  readonly flows: readonly DenialFlow[];
  readonly onOpenGroup: (id: string) => void;
}

/** More are counted, not drawn: the filter reaches them all. */
const maxRows = 200;

const becameOf: Readonly<Record<DenialTone, string>> = {
  isolation: 'blocked by container isolation',
  crossed: 'logged, not blocked',
  policy: 'blocked: no rule allows it',
  unknown: 'blocked',
};

export function FlowTable({ flows, onOpenGroup }: FlowTableProps) {
  const rows = useMemo(() => flows.toSorted((left, right) => right.count - left.count).slice(0, maxRows), [flows]);
  return (
    <div className="flow-table">
      <table className="table" aria-label="Denials from container to object">
        <thead>
          <tr>
            <th>Container</th>
            <th>Domain</th>
            <th>Access</th>
            <th>Object</th>
            <th>Outcome</th>
            <th className="number">Count</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ group, container, outcome, tone, count }) => (
            <tr key={`${group.id} ${container ?? ' host'} ${outcome}`}>
              <td>{container === null ? 'the host' : <ContainerName name={container} isPlain />}</td>
              <td className="mono">{group.sourceType}</td>
              <td title={accessOf(group).terms}>
                <button type="button" className="plain" onClick={() => onOpenGroup(group.id)}>
                  {accessOf(group).label}
                </button>
              </td>
              <td className="mono">{group.targetType}</td>
              <td>{outcome === 'logged' ? 'logged, not blocked' : becameOf[tone]}</td>
              <td className="number">{formatCount(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {flows.length > rows.length && (
        <p className="muted more">
          {`The ${maxRows} most frequent of ${formatCount(flows.length)} are shown. `}
          Use the filter to see others.
        </p>
      )}
    </div>
  );
}
