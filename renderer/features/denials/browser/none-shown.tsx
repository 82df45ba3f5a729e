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
  return (
    <Empty
      title={t('No matches')}
      action={
        (hasFilter || hasRange) && (
          <Button variant="outlined" color="inherit" onClick={onShowAll}>
            {clearLabel(hasFilter, hasRange)}
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

function clearLabel(hasFilter: boolean, hasRange: boolean): string {
  if (hasFilter && hasRange) return t('Clear filter and time');
  return hasFilter ? t('Clear filter') : t('Clear time');
}
