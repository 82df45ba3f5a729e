// SPDX-License-Identifier: Apache-2.0
/** What the picture shows, as a table: each flow a row. */

import { useMemo } from 'react';
import { accessOf, type DenialFlow } from '../model/denial-flows.ts';
import type { CategoryOwner } from '../model/denial-sentence.ts';
import { objectOf, type PictureObject } from '../model/picture-object.ts';
import { SafeText } from '../../../ui/safe-text.tsx';
import type { DenialTone } from '../model/denial-tone.ts';
import { formatCount } from '../../../lib/units.ts';
import { ContainerName } from '../../containers/container-name.tsx';
import { t } from '../../../lib/language/t.ts';

interface FlowTableProps {
  readonly flows: readonly DenialFlow[];
  readonly owners: readonly CategoryOwner[];
  readonly onOpenGroup: (id: string) => void;
}

/** Limits the rows that are drawn. More are counted: the filter reaches them all. */
const maxRows = 200;

const becameOf: Readonly<Record<DenialTone, string>> = {
  isolation: t('blocked by container isolation'),
  crossed: t('logged, not blocked'),
  policy: t('blocked: no rule allows it'),
  unknown: t('blocked'),
};

export function FlowTable({ flows, owners, onOpenGroup }: FlowTableProps) {
  const rows = useMemo(() => flows.toSorted((left, right) => right.count - left.count).slice(0, maxRows), [flows]);
  return (
    <div className="flow-table">
      <table className="table" aria-label={t('Denials from container to object')}>
        <thead>
          <tr>
            <th>{t('Container')}</th>
            <th>{t('Domain')}</th>
            <th>{t('Access')}</th>
            <th>{t('Object')}</th>
            <th>{t('Outcome')}</th>
            {/* Not the button "Count", which is a verb. */}
            <th className="number">{t('{flows, plural, other {Count}}', { flows: flows.length })}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ group, container, outcome, tone, count }) => (
            <tr key={`${group.id} ${container ?? ' host'} ${outcome}`}>
              <td>{container === null ? t('the host') : <ContainerName name={container} isPlain />}</td>
              <td className="mono">{group.sourceType}</td>
              <td title={accessOf(group).terms}>
                <button type="button" className="plain-button" onClick={() => onOpenGroup(group.id)}>
                  {accessOf(group).label}
                </button>
              </td>
              <td className="mono">
                <ObjectName object={objectOf(group, owners)} />
              </td>
              <td>{outcome === 'logged' ? t('logged, not blocked') : becameOf[tone]}</td>
              <td className="number">{formatCount(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {flows.length > rows.length && (
        <p className="muted more">
          {t('The {maxRows} most frequent of {count} are shown. Use the filter to see others.', {
            maxRows,
            count: formatCount(flows.length),
          })}
        </p>
      )}
    </div>
  );
}

function ObjectName({ object: { name, terms } }: { readonly object: PictureObject }) {
  return (
    <>
      <SafeText text={name} />
      {terms !== undefined && <span className="flow-type faint">{terms}</span>}
    </>
  );
}
