// SPDX-License-Identifier: Apache-2.0
/** Says whose row it is, and how many denials it shows. */

import type { HeatRow } from '../model/denial-timeline.ts';
import { formatCount } from '../../../lib/units.ts';
import { HueMark } from '../../../ui/hue-mark.tsx';
import { t } from '../../../lib/language/t.ts';

interface HeatRowNameProps {
  readonly row: HeatRow;
  readonly onContainer: ((name: string) => void) | undefined;
}

export function HeatRowName({ row, onContainer }: HeatRowNameProps) {
  const { container, containers, total } = row;
  const count = <span className="faint">{formatCount(total)}</span>;
  if (container === undefined)
    return (
      <span className="heat-name muted">
        <span className="truncate">{t('{containers} others', { containers })}</span>
        {count}
      </span>
    );
  if (container === null)
    return (
      <span className="heat-name muted">
        <span className="truncate">{t('the host')}</span>
        {count}
      </span>
    );
  const name = (
    <>
      <HueMark name={container} />
      <span className="truncate">{container}</span>
      {count}
    </>
  );
  if (onContainer === undefined) return <span className="heat-name">{name}</span>;
  return (
    <button
      type="button"
      className="heat-name"
      title={t('Only denials of {container}', { container })}
      onClick={() => onContainer(container)}
    >
      {name}
    </button>
  );
}
