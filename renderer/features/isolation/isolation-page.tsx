// SPDX-License-Identifier: Apache-2.0
/** The isolation of the containers of this host: the audit, the drill and the benchmark. */

import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { type IsolationPart, isolationParts } from '../../lib/route.ts';
import { useWindow } from '../../host/main-process.ts';
import { navigate } from '../../window/location.ts';
import { AuditControl } from './audit/audit-control.tsx';
import { BenchmarkControl } from '../benchmark/benchmark-control.tsx';
import { BenchmarkPart } from '../benchmark/benchmark-part.tsx';
import { DrillControl } from '../drill/drill-control.tsx';
import { DrillPart } from '../drill/drill-part.tsx';
import { AuditPart } from './audit/audit-part.tsx';
import { ProofPart } from './proof/proof-part.tsx';
import { MembersDrillButton } from './members/members-drill-button.tsx';
import { t } from '../../lib/language/t.ts';
import './isolation.css';

interface IsolationPageProps {
  readonly part: IsolationPart;
}

const labels: Readonly<Record<IsolationPart, string>> = {
  proof: t('Proof'),
  audit: t('Audit'),
  drill: t('Drill'),
  benchmark: t('Benchmark'),
};

export function IsolationPage({ part }: IsolationPageProps) {
  const hostId = useWindow((state) => state.hostId);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('Isolation')}</h1>
        <Tabs
          value={part}
          onChange={(_, next: IsolationPart) => navigate({ page: 'isolation', part: next })}
          aria-label={t('Parts of isolation')}
        >
          {isolationParts.map((one) => (
            <Tab key={one} value={one} id={`isolation-tab-${one}`} aria-controls="isolation-part" label={labels[one]} />
          ))}
        </Tabs>
        <span style={{ flex: 1 }} />
        {part === 'audit' && <AuditControl />}
        {part === 'drill' && (
          <DrillControl>
            <MembersDrillButton key={hostId} />
          </DrillControl>
        )}
        {part === 'benchmark' && <BenchmarkControl />}
      </div>
      <div role="tabpanel" id="isolation-part" className="isolation-part" aria-labelledby={`isolation-tab-${part}`}>
        {part === 'proof' && <ProofPart key={hostId} />}
        {part === 'audit' && <AuditPart />}
        {part === 'drill' && <DrillPart />}
        {part === 'benchmark' && <BenchmarkPart />}
      </div>
    </div>
  );
}
