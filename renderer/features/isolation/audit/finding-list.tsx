/** What the audit found, worst first; each opens to its evidence and to what mends it. */

import VerifiedUser from '@mui/icons-material/VerifiedUserOutlined';
import { Panel } from '../../../ui/panel.tsx';
import { Empty, Failed, Loading } from '../../../ui/placeholder.tsx';
import { severityLabels } from './finding-labels.ts';
import { runAudit, useStaleness, useAudit } from './audit-store.ts';
import { withClient } from '../../../host/with-client.ts';
import { FindingItem } from './finding-item.tsx';

export function FindingList() {
  const { audit, problem, progress } = useAudit();
  const isStale = useStaleness() !== undefined;
  const findings = audit?.findings ?? [];
  const counts = (['broken', 'weak', 'notice'] as const)
    .map((severity) => ({ severity, count: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0);
  return (
    <Panel
      title="Findings"
      isFlush
      actions={counts.map(({ severity, count }) => (
        <span
          key={severity}
          className={`badge ${severityLabels[severity].tone}`}
          title={severityLabels[severity].meaning}
        >{`${count} ${severityLabels[severity].label.toLowerCase()}`}</span>
      ))}
    >
      {problem !== undefined && (
        <Failed
          text={problem}
          onRetry={() => withClient('check the walls', (client) => runAudit(client, { labels: false }))}
        />
      )}
      {problem === undefined && audit === undefined && progress !== undefined && (
        <Loading label="Looking at the walls" lines={6} />
      )}
      {problem === undefined && audit === undefined && progress === undefined && (
        <Empty title="The walls were not looked at yet" />
      )}
      {problem === undefined && audit !== undefined && findings.length === 0 && (
        <NoFindings looked={audit.result.containers} isStale={isStale} />
      )}
      {findings.length > 0 && (
        <ul className="findings">
          {findings.map((finding) => (
            <FindingItem key={finding.id} finding={finding} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** "Every wall stands" is said of the containers that are there, and of nothing else. */
function NoFindings({ looked, isStale }: { readonly looked: number; readonly isStale: boolean }) {
  if (isStale)
    return (
      <Empty title="Not known any more">Nothing was found when this was checked, but containers changed since.</Empty>
    );
  if (looked === 0)
    return (
      <Empty title="There are no containers to keep apart">The host itself was looked at, and nothing was found.</Empty>
    );
  const label =
    looked === 1
      ? '1 container, its processes, settings, mounts and ways in were looked at.'
      : `${looked} containers, their processes, settings, mounts and ways in were looked at.`;
  return (
    <Empty title="Every wall stands" icon={<VerifiedUser />}>
      {label}
    </Empty>
  );
}
