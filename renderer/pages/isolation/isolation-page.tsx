/** What keeps the containers of this host apart: the map of walls, what an audit found, and questions to the policy. */

import { useEffect } from 'react';
import { useConnection } from '../../stores/connection.ts';
import { ensureAudit } from '../../stores/walls.ts';
import { AuditControl } from './audit-control.tsx';
import { FindingList } from './finding-list.tsx';
import { WallMapPanel } from './wall-map-panel.tsx';
import { WhatIfPanel } from './what-if-panel.tsx';
import './isolation.css';

export function IsolationPage() {
  const connection = useConnection((state) => state.connection);
  useEffect(() => {
    if (connection.status === 'connected') ensureAudit(connection.client);
  }, [connection]);
  return (
    <div className="page">
      <div className="page-head">
        <h1>Isolation</h1>
        <span style={{ flex: 1 }} />
        <AuditControl />
      </div>
      <div className="isolation-top">
        <WallMapPanel />
        <FindingList />
      </div>
      <WhatIfPanel />
    </div>
  );
}
