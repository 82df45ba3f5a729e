// SPDX-License-Identifier: Apache-2.0
/**
 * Says on every page that auditd of the host writes nothing: what containers do next would leave no trace on its disk.
 */

import ReportOff from '@mui/icons-material/ReportOffOutlined';
import { describeAuditLog } from '../../../contract/wording/describe-audit-log.ts';
import { textOf } from '../../../contract/text.ts';
import { isBlind } from '../../../contract/model/denials/audit-log.ts';
import { formatAgo } from '../../lib/moments.ts';
import { useCoarseClock } from '../../window/clock.ts';
import { useIsConnected } from '../../host/connection.ts';
import { useDenials } from '../../features/denials/denials.ts';
import { t } from '../../lib/language/t.ts';

export function AuditLogBanner() {
  const log = useDenials((state) => state.auditLog);
  const isConnected = useIsConnected();
  const now = useCoarseClock(10);
  if (!isConnected || !isBlind(log)) return null;
  const { what, next } = describeAuditLog(log);
  return (
    <div className="banner red" role="alert">
      <ReportOff />
      <span className="grow">
        <strong>{`${textOf(what)}. `}</strong>
        {textOf(next)}
        <span className="muted"> {t('Since {since}.', { since: formatAgo(log.since, now) })}</span>
      </span>
    </div>
  );
}
