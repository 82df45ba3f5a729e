// SPDX-License-Identifier: Apache-2.0
/** Says that the result below is of another time: what changed since, and that the audit runs again by itself. */

import WarningAmber from '@mui/icons-material/WarningAmberOutlined';
import { Moment } from '../../../ui/time/moment.tsx';
import { RichText } from '../../../ui/rich-text.tsx';
import { stalenessLabel } from './audit-staleness.ts';
import { useClock } from '../../../window/clock.ts';
import { useStaleness, useAudit } from './audit-store.ts';
import { t } from '../../../lib/language/t.ts';

export function StaleAudit() {
  const staleness = useStaleness();
  const { audit, progress, problem } = useAudit();
  const now = useClock((state) => state.now);
  if (staleness === undefined || audit === undefined) return null;
  const next = progress === undefined ? t('A new check starts in a moment.') : t('A new check is running.');
  return (
    <p className="stale-audit" role="status">
      <WarningAmber aria-hidden="true" />
      <span>
        <b>{t('Out of date: {staleness}.', { staleness: stalenessLabel(staleness) })}</b>{' '}
        <RichText
          message="Last checked {moment}."
          values={{ moment: <Moment time={audit.result.checkedAt} now={now} /> }}
        />{' '}
        {problem === undefined ? next : ''}
      </span>
    </p>
  );
}
