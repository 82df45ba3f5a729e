// SPDX-License-Identifier: Apache-2.0
/** Says when the host is not reached, why, and when it is tried again. What is on the screen stays, marked as old. */

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
  if (connection.status === 'connecting') {
    return (
      <div className="banner info" role="status">
        <i className="state-dot turning-dot" aria-hidden="true" />
        {connection.attempt === 0
          ? `Connecting to ${host?.label ?? connection.hostId} …`
          : `Reconnecting to ${host?.label ?? connection.hostId} (attempt ${connection.attempt + 1}) …`}
      </div>
    );
  }
  const isLost = connection.status === 'lost';
  const seconds = isLost ? Math.max(0, Math.ceil(connection.retryAt / 1000 - now)) : 0;
  return (
    <div className={`banner ${isLost ? 'amber' : 'red'}`} role="alert">
      <CloudOff />
      <span className="grow">
        <strong>
          {isLost
            ? `No connection to ${host?.label ?? connection.hostId}: `
            : `${host?.label ?? connection.hostId} denies access to this console: `}
        </strong>
        {withStop(connection.reason)}
        {isLost && (
          <span className="muted">{` Showing data from the last connection. Next attempt in ${seconds} s.`}</span>
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
