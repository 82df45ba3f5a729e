// SPDX-License-Identifier: Apache-2.0
/** The isolation as it is now: the map of the containers, the findings of the audit, and questions to the policy. */

import { useFreshAudit } from './fresh-audit.ts';
import { useStaleness } from './audit-store.ts';
import { FindingList } from './finding-list.tsx';
import { StaleAudit } from './stale-audit.tsx';
import { DomainCountsPanel } from './domain-counts-panel.tsx';
import { IsolationMapPanel } from './isolation-map-panel.tsx';
import { LinkedPairsLine } from '../../networks/linked-pairs-line.tsx';
import { QuestionPanel } from '../questions/question-panel.tsx';

export function AuditPart() {
  useFreshAudit();
  const isStale = useStaleness() !== undefined;
  return (
    <>
      <StaleAudit />
      <div className={`isolation-top${isStale ? ' is-stale' : ''}`}>
        <IsolationMapPanel />
        <FindingList />
      </div>
      <LinkedPairsLine />
      <DomainCountsPanel />
      <QuestionPanel />
    </>
  );
}
