// SPDX-License-Identifier: Apache-2.0
/** Says who a row of the matrix is, and how often it was denied something. */

import { ContainerName } from '../../containers/container-name.tsx';
import { formatCount } from '../../../lib/units.ts';
import { SafeText } from '../../../ui/safe-text.tsx';
import type { MatrixRow, Who } from './denial-matrix.ts';
import { rowLabel } from './matrix-labels.ts';
import { t } from '../../../lib/language/t.ts';

export function MatrixRowName({ row }: { readonly row: MatrixRow }) {
  return (
    <>
      <span className="truncate">
        {row.who === undefined ? t('{row}: show', { row: rowLabel(row) }) : <WhoName who={row.who} />}
      </span>{' '}
      <span className="count muted">{formatCount(row.count)}</span>
    </>
  );
}

function WhoName({ who }: { readonly who: Who }) {
  switch (who.kind) {
    case 'container':
      return <ContainerName name={who.name} isPlain />;
    case 'host':
      return <span className="mono">{who.domain}</span>;
    case 'program':
      return who.program === undefined ? <>{t('several programs')}</> : <SafeText text={who.program} />;
  }
}
