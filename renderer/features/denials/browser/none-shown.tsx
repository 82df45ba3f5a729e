// SPDX-License-Identifier: Apache-2.0
/** There are denials, and none of them is within the filter and the selected time: which of the two, and the way back. */

import Button from '@mui/material/Button';
import { Empty } from '../../../ui/placeholder.tsx';
import { t } from '../../../lib/language/t.ts';

interface NoneShownProps {
  readonly hasFilter: boolean;
  /** A part of the time is selected. */
  readonly hasRange: boolean;
  readonly onShowAll: () => void;
}

export function NoneShown({ hasFilter, hasRange, onShowAll }: NoneShownProps) {
  const limits = [...(hasFilter ? ['filter'] : []), ...(hasRange ? ['time'] : [])];
  return (
    <Empty
      title={t('No matches')}
      action={
        limits.length > 0 && (
          <Button variant="outlined" color="inherit" onClick={onShowAll}>
            {t('Clear {limits}', { limits: limits.join(' and ') })}
          </Button>
        )
      }
    >
      {hasFilter
        ? t('No denial matches the filter in the selected time range.')
        : t('Nothing was denied in this time range.')}
    </Empty>
  );
}
