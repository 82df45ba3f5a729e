// SPDX-License-Identifier: Apache-2.0
/**
 * Says when the host is not reached, why, and when it is tried again. What is on the screen stays, marked as old. The
 * banner is of one height while attempts come and go, so that the page below stays where it is.
 */

import CloudOff from '@mui/icons-material/CloudOffOutlined';
import Button from '@mui/material/Button';
import { useClock } from '../../window/clock.ts';
import { retryNow, useConnection } from '../../host/connection.ts';
import { currentHost, useWindow } from '../../host/main-process.ts';
import { formatRoute } from '../../lib/route.ts';
import { withStop } from '../../lib/sentence.ts';

export function ConnectionBanner() {
  const connection = useConnection((state) => state.connection);
  const host = useWindow(currentHost);
  const now = useClock((state) => state.now);
  if (connection.status === 'none' || connection.status === 'connected') return null;
  const label = host?.label ?? connection.hostId;
  if (connection.status === 'connecting') {
    const isAgain = connection.attempt > 0;
    return (
      <div className={`banner ${isAgain ? 'amber connection' : 'info'}`} role="status">
        <i className="state-dot turning-dot" aria-hidden="true" />
        <span className="grow">
          {isAgain ? `Reconnecting to ${label} (attempt ${connection.attempt + 1}) …` : `Connecting to ${label} …`}
          {isAgain && <span className="muted">Showing data from the last connection.</span>}
        </span>
      </div>
    );
  }
  const isLost = connection.status === 'lost';
  const reason = withStop(connection.reason);
  const seconds = isLost ? Math.max(0, Math.ceil(connection.retryAt / 1000 - now)) : 0;
  return (
    <div className={`banner connection ${isLost ? 'amber' : 'red'}`} role="alert">
      <CloudOff />
      <span className="grow">
        <span className="truncate" title={reason}>
          <strong>{isLost ? `No connection to ${label}: ` : `${label} denies access to this console: `}</strong>
          {reason}{' '}
        </span>
        {isLost && (
          <span className="muted">{`Showing data from the last connection. Next attempt in ${seconds} s.`}</span>
        )}
      </span>
      <Button color="inherit" href={formatRoute({ page: 'host-check' })}>
        Find out why
      </Button>
      <Button variant="outlined" color="inherit" onClick={retryNow}>
        Try now
      </Button>
    </div>
  );
}
