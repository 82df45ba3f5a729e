/** The walls as they stand: the map of who is apart from whom, what an audit found, and questions to the policy. */

import { useFreshAudit } from '../../stores/fresh-audit.ts';
import { useStaleness } from '../../stores/walls.ts';
import { FindingList } from './finding-list.tsx';
import { StaleAudit } from './stale-audit.tsx';
import { WallMapPanel } from './wall-map-panel.tsx';
import { WhatIfPanel } from './what-if-panel.tsx';

export function WallsPart() {
  useFreshAudit();
  const isStale = useStaleness() !== undefined;
  return (
    <>
      <StaleAudit />
      <div className={`isolation-top${isStale ? ' is-stale' : ''}`}>
        <WallMapPanel />
        <FindingList />
      </div>
      <WhatIfPanel />
    </>
  );
}
