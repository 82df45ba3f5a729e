// SPDX-License-Identifier: Apache-2.0
/** Which container reached for objects of which other one, with the number of denials in each cell, as a grid. */

import { useMemo } from 'react';
import { ContainerGrid, type ContainerGridCell } from '../../containers/container-grid.tsx';
import { ContainerName } from '../../containers/container-name.tsx';
import type { DenialFlow } from '../model/denial-flows.ts';
import type { CategoryOwner } from '../model/denial-sentence.ts';
import { type Crossing, crossingsOf } from './crossings.ts';
import type { FocusStep } from './picture-focus.ts';
import { formatCount } from '../../../lib/units.ts';
import { t } from '../../../lib/language/t.ts';

interface CrossingGridProps {
  readonly flows: readonly DenialFlow[];
  readonly owners: readonly CategoryOwner[];
  readonly onOpen: (step: FocusStep) => void;
  /** Goes one level up. */
  readonly onUp: () => void;
}

/** Limits the containers on either side: more would be cells that nobody can read. */
const maxShown = 30;

export function CrossingGrid({ flows, owners, onOpen, onUp }: CrossingGridProps) {
  const crossings = useMemo(() => crossingsOf(flows, owners), [flows, owners]);
  const from = crossings.from.slice(0, maxShown);
  const to = crossings.to.slice(0, maxShown);
  const hidden = crossings.from.length - from.length + crossings.to.length - to.length;

  function cellAt(row: number, column: number): ContainerGridCell {
    const [source, target] = [from[row] ?? '', to[column]];
    const crossing = crossings.between(source, target);
    const names = { source, target: nameOf(target) };
    if (crossing === undefined)
      return {
        className: source === target ? 'apart-self' : '',
        sign: '',
        sentence: t('{source} was denied nothing of {target}.', names),
      };
    const label = `${source} → ${names.target}`;
    return {
      className: crossing.logged > 0 ? 'crossing-logged' : 'crossing-blocked',
      sign: formatCount(crossing.count),
      sentence: crossingSentence(crossing, names),
      onOpen: () => onOpen({ label, container: source, groups: crossing.groups }),
    };
  }

  if (from.length === 0) return null;
  return (
    <div className="crossing-grid">
      <ContainerGrid
        label={t('Denials between containers')}
        rows={from}
        columns={to.map(nameOf)}
        headOf={(name) => <ContainerName name={name} tab="denials" />}
        cellAt={cellAt}
        takesFocus
        onEscape={onUp}
        explanation={t(
          'Row: the container that was denied. Column: the one whose object it was, in the latest denial of each cause. ' +
            'A press on a number shows these denials alone.',
        )}
      />
      {hidden > 0 && (
        <p className="container-grid-cell muted">
          {t('{hidden, plural, one {# container} other {# containers}} with fewer denials not shown.', { hidden })}
        </p>
      )}
    </div>
  );
}

/** No container is called so: a name has no space. */
function nameOf(owner: string | undefined): string {
  return owner ?? t('another container');
}

function crossingSentence(
  { count, logged }: Crossing,
  names: { readonly source: string; readonly target: string },
): string {
  if (logged === 0)
    return t('{source} was denied access to {target} {count, plural, one {# time} other {# times}}: blocked.', {
      ...names,
      count,
    });
  return t(
    '{source} reached for {target} {count, plural, one {# time} other {# times}}, and {logged, plural, one {one access ' +
      'was} other {# accesses were}} logged, not blocked.',
    { ...names, count, logged },
  );
}
