// SPDX-License-Identifier: Apache-2.0
/** What the audit found, worst first; each opens to its evidence and its fix. */

import Button from '@mui/material/Button';
import VerifiedUser from '@mui/icons-material/VerifiedUserOutlined';
import { Panel } from '../../../ui/panel.tsx';
import { NewContainerButton } from '../../containers/new-container-button.tsx';
import { Empty, Failed, Loading } from '../../../ui/placeholder.tsx';
import { severityLabels } from './finding-labels.ts';
import { runAudit, useStaleness, useAudit } from './audit-store.ts';
import { withClient } from '../../../host/with-client.ts';
import { FindingItem } from './finding-item.tsx';
import { t } from '../../../lib/language/t.ts';

export function FindingList() {
  const { audit, problem, progress } = useAudit();
  const isStale = useStaleness() !== undefined;
  const findings = audit?.findings ?? [];
  const counts = (['broken', 'weak', 'notice'] as const)
    .map((severity) => ({ severity, count: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0);
  return (
    <Panel
      title={t('Findings')}
      isFlush
      actions={counts.map(({ severity, count }) => (
        <span
          key={severity}
          className={`badge ${severityLabels[severity].tone}`}
          title={severityLabels[severity].meaning}
        >
          {t('{severity, select, broken {{count} not isolated} weak {{count} weak} other {{count} notice}}', {
            severity,
            count,
          })}
        </span>
      ))}
    >
      {problem !== undefined && <Failed text={problem} onRetry={handleCheck} />}
      {problem === undefined && audit === undefined && progress !== undefined && (
        <Loading label={t('Checking the isolation')} lines={6} />
      )}
      {problem === undefined && audit === undefined && progress === undefined && (
        <Empty
          title={t('Isolation has not been checked yet')}
          action={
            <Button variant="outlined" color="inherit" onClick={handleCheck}>
              {t('Check isolation')}
            </Button>
          }
        >
          {t('The kernel is asked who reaches whose files and processes, and what else is open. Nothing is changed.')}
        </Empty>
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

/** "No isolation problem found" is said of the containers that are there, and of nothing else. */
function NoFindings({ looked, isStale }: { readonly looked: number; readonly isStale: boolean }) {
  if (isStale)
    return (
      <Empty title={t('Out of date')}>
        {t('The last check found no problem, but containers have changed since then.')}
      </Empty>
    );
  if (looked === 0)
    return (
      <Empty title={t('No containers to isolate')} action={<NewContainerButton />}>
        {t('The host itself was checked: no problem found.')}
      </Empty>
    );
  return (
    <Empty title={t('No isolation problem found')} icon={<VerifiedUser />}>
      {t(
        'Checked {looked, plural, one {# container} other {# containers}}: processes, configuration, mounts ' +
          'and access paths.',
        { looked },
      )}
    </Empty>
  );
}

function handleCheck(): void {
  withClient(t('check the isolation'), (client) => runAudit(client, { labels: false }));
}
