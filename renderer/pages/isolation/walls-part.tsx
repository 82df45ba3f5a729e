/** The walls as they stand: the map of who is apart from whom, what an audit found, and questions to the policy. */

import { useEffect } from 'react';
import { useConnection } from '../../stores/connection.ts';
import { ensureAudit } from '../../stores/walls.ts';
import { FindingList } from './finding-list.tsx';
import { WallMapPanel } from './wall-map-panel.tsx';
import { WhatIfPanel } from './what-if-panel.tsx';

export function WallsPart() {
  const connection = useConnection((state) => state.connection);
  useEffect(() => {
    if (connection.status === 'connected') ensureAudit(connection.client);
  }, [connection]);
  return (
    <>
      <div className="isolation-top">
        <WallMapPanel />
        <FindingList />
      </div>
      <WhatIfPanel />
    </>
  );
}
