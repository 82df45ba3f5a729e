// SPDX-License-Identifier: Apache-2.0
/**
 * What the latest isolation audit found, in one line that leads to it: how long ago, and whether it still speaks of the
 * containers that are there.
 */

import type { Finding } from '../../../contract/model/isolation-finding.ts';
import { Moment } from '../../ui/time/moment.tsx';
import { useIsConnected } from '../../host/connection.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { stalenessLabel } from '../isolation/audit/audit-staleness.ts';
import { formatRoute } from '../../lib/route.ts';
import { useClock } from '../../window/clock.ts';
import { useFreshAudit } from '../isolation/audit/fresh-audit.ts';
import { useStaleness, useAudit } from '../isolation/audit/audit-store.ts';
import { t } from '../../lib/language/t.ts';

export function IsolationFindings() {
  useFreshAudit();
  const audit = useAudit((state) => state.audit);
  const isUnderWay = useAudit((state) => state.progress !== undefined);
  const problem = useAudit((state) => state.problem);
  const isConnected = useIsConnected();
  const staleness = useStaleness();
  const now = useClock((state) => state.now);
  if (audit === undefined && !isConnected) return null;
  if (audit === undefined) return <p className="muted small">{problem ?? t('Checking the isolation …')}</p>;
  const checked = <Moment time={audit.result.checkedAt} now={now} />;
  const { tone, label } = summaryOf(audit.findings, audit.result.containers);
  return (
    <p className="small">
      <a className="isolation-findings" href={formatRoute({ page: 'isolation', part: 'audit' })}>
        <span className={`badge ${staleness === undefined ? tone : ''}`}>
          {staleness === undefined ? label : t('Out of date: {staleness}', { staleness: stalenessLabel(staleness) })}
        </span>
      </a>{' '}
      <span className="muted">
        {isUnderWay ? (
          <RichText message="checking again, last check {checked}" values={{ checked }} />
        ) : (
          <RichText message="checked {checked}" values={{ checked }} />
        )}
      </span>
    </p>
  );
}

/** What was found, in the colour of the worst. That nothing was found has none: only the verdict says what is isolated. */
function summaryOf(findings: readonly Finding[], looked: number): { readonly tone: string; readonly label: string } {
  const broken = findings.filter(({ severity }) => severity === 'broken').length;
  const weak = findings.filter(({ severity }) => severity === 'weak').length;
  const label = [
    t('{broken, plural, =0 {} one {# isolation failure} other {# isolation failures}}', { broken }),
    t('{weak, plural, =0 {} one {# weakness} other {# weaknesses}}', { weak }),
  ]
    .filter((part) => part !== '')
    .join(', ');
  if (broken > 0) return { tone: 'red', label };
  if (weak > 0) return { tone: 'amber', label };
  if (looked === 0) return { tone: '', label: t('No problem found; no containers') };
  return {
    tone: '',
    label: t('No isolation problem in {looked, plural, one {# container} other {# containers}}', { looked }),
  };
}
