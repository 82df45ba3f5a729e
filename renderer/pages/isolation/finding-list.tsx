/** What the audit found, worst first; each opens to its evidence and to what mends it. */

import VerifiedUser from '@mui/icons-material/VerifiedUserOutlined';
import { Panel } from '../../components/panel.tsx';
import { Empty, Failed, Loading } from '../../components/placeholder.tsx';
import { severityWords } from '../../model/finding-words.ts';
import { runAudit, useWalls } from '../../stores/walls.ts';
import { withClient } from '../../stores/with-client.ts';
import { FindingItem } from './finding-item.tsx';

export function FindingList() {
  const { audit, problem, progress } = useWalls();
  const findings = audit?.findings ?? [];
  const counts = (['broken', 'weak', 'notice'] as const).map((severity) => ({ severity, count: findings.filter((finding) => finding.severity === severity).length })).filter(({ count }) => count > 0);
  return (
    <Panel
      title="Findings"
      isFlush
      actions={counts.map(({ severity, count }) => (
        <span key={severity} className={`badge ${severityWords[severity].tone}`} title={severityWords[severity].meaning}>{`${count} ${severityWords[severity].label.toLowerCase()}`}</span>
      ))}
    >
      {problem !== undefined && <Failed text={problem} onRetry={() => withClient('check the walls', (client) => runAudit(client, { labels: false }))} />}
      {problem === undefined && audit === undefined && progress !== undefined && <Loading label="Looking at the walls" lines={6} />}
      {problem === undefined && audit === undefined && progress === undefined && <Empty title="The walls were not looked at yet" />}
      {problem === undefined && audit !== undefined && findings.length === 0 && (
        <Empty title="Every wall stands" icon={<VerifiedUser />}>{`${audit.result.containers} containers, their processes, settings, mounts and ways in were looked at.`}</Empty>
      )}
      {findings.length > 0 && <ul className="findings">{findings.map((finding) => <FindingItem key={finding.id} finding={finding} />)}</ul>}
    </Panel>
  );
}
