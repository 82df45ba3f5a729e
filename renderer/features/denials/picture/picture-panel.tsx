// SPDX-License-Identifier: Apache-2.0
/**
 * The picture of denials: the matrix of who against what at the top, and the flow of the part of it that was opened;
 * the same as a table.
 */

import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { memo, type ReactNode, useCallback, useMemo, useState } from 'react';
import { denialMatrix } from '../matrix/denial-matrix.ts';
import { placeLabel, rowLabel } from '../matrix/matrix-labels.ts';
import { MatrixView, type OpenedPart, partId } from '../matrix/matrix-view.tsx';
import type { DenialFlow } from '../model/denial-flows.ts';
import type { CategoryOwner } from '../model/denial-sentence.ts';
import { targetKinds } from '../model/target-kind.ts';
import { Empty } from '../../../ui/placeholder.tsx';
import { FlowPart } from './flow-part.tsx';
import { FlowTable } from './flow-table.tsx';
import { FocusPath } from './focus-path.tsx';
import type { FocusStep } from './picture-focus.ts';
import { PictureLegend } from './picture-legend.tsx';
import { t } from '../../../lib/language/t.ts';
import './picture-panel.css';

interface PicturePanelProps {
  /** Holds the flows of all that is looked at. */
  readonly flows: readonly DenialFlow[];
  /** Holds the flows within the steps. */
  readonly shown: readonly DenialFlow[];
  /** What all flows are of: the host, or one container. */
  readonly top: string;
  readonly isOneContainer: boolean;
  readonly owners: readonly CategoryOwner[];
  readonly steps: readonly FocusStep[];
  readonly onSteps: (steps: readonly FocusStep[]) => void;
  /** What can be done about what is looked at, beside the path. */
  readonly offer: ReactNode;
  readonly openGroup: string | undefined;
  readonly onOpenGroup: (id: string) => void;
}

const firstRows = 40;

export const PicturePanel = memo(function PicturePanel({
  flows,
  shown,
  top,
  isOneContainer,
  owners,
  steps,
  onSteps,
  offer,
  openGroup,
  onOpenGroup,
}: PicturePanelProps) {
  const [maxRows, setMaxRows] = useState(firstRows);
  const [form, setForm] = useState<'picture' | 'table'>('picture');
  const [cameFrom, setCameFrom] = useState<string | undefined>(undefined);
  const isTop = steps.length === 0;
  const matrix = useMemo(
    () => (isTop ? denialMatrix(flows, { maxRows, isOneContainer }) : undefined),
    [flows, maxRows, isOneContainer, isTop],
  );
  const handleOpen = useCallback(
    (part: OpenedPart) => {
      setCameFrom(partId(part.row?.key, part.column));
      onSteps([stepTo(part)]);
    },
    [onSteps],
  );
  const handleMore = useCallback(() => setMaxRows((rows) => rows * 4), []);

  return (
    <section className="picture" aria-label={t('Picture')}>
      <div className="picture-head">
        <FocusPath top={top} steps={steps} onGo={(depth) => onSteps(steps.slice(0, depth))} />
        {offer}
        {isTop && (
          <ToggleButtonGroup
            exclusive
            size="small"
            value={form}
            aria-label={t('Shown as')}
            onChange={(_, next: 'picture' | 'table' | null) => setForm(next ?? form)}
          >
            <ToggleButton value="picture">{t('Matrix')}</ToggleButton>
            <ToggleButton value="table">{t('Table')}</ToggleButton>
          </ToggleButtonGroup>
        )}
      </div>
      {shown.length === 0 && (
        <Empty title={t('No matches')}>{t('No denial matches the filter in the selected time range.')}</Empty>
      )}
      {shown.length > 0 && matrix !== undefined && form === 'picture' && (
        <>
          <MatrixView
            matrix={matrix}
            rowsLabel={isOneContainer ? t('Program') : t('Container or domain of the host')}
            onOpen={handleOpen}
            onMore={handleMore}
            cameFrom={cameFrom}
          />
          <PictureLegend level="matrix" />
        </>
      )}
      {shown.length > 0 && matrix !== undefined && form === 'table' && (
        <div className="flow-scroll">
          <FlowTable flows={shown} owners={owners} onOpenGroup={onOpenGroup} />
        </div>
      )}
      {shown.length > 0 && !isTop && (
        <FlowPart
          key={steps.length}
          shown={shown}
          steps={steps}
          onSteps={onSteps}
          isOneContainer={isOneContainer}
          owners={owners}
          openGroup={openGroup}
          onOpenGroup={onOpenGroup}
        />
      )}
    </section>
  );
});

function stepTo({ row, column }: OpenedPart): FocusStep {
  const place = { rows: row?.keys, column };
  if (row === undefined) return { label: column === undefined ? t('all') : targetKinds[column].label, place };
  const label = column === undefined ? rowLabel(row) : placeLabel(row, column);
  switch (row.who?.kind) {
    case 'container':
      return { label, place, container: row.who.name };
    case 'host':
      return { label, place, container: null };
    case 'program':
    case undefined:
      return { label, place };
  }
}
