// SPDX-License-Identifier: Apache-2.0
/** Says above a review that it may not be all that the container did. */

import Alert from '@mui/material/Alert';
import { describeRecordGaps } from '../../../contract/wording/policy/describe-record-gaps.ts';
import type { RecordGap } from '../../../contract/model/policy/record-gap.ts';

export function GapWarning({ gaps }: { readonly gaps: readonly RecordGap[] }) {
  const found = describeRecordGaps(gaps);
  if (found === undefined) return null;
  return (
    <Alert severity="warning">
      {found.what} <strong>{found.next}</strong>
    </Alert>
  );
}
