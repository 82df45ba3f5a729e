/**
 * What the latest audit of the walls found, in one line that leads to it: how long ago, and whether it still speaks of
 * the containers that are there.
 */

import type { Finding } from '../../../contract/model/wall-finding.ts';
import { Moment } from '../../ui/moment.tsx';
import { stalenessWords } from '../isolation/audit/audit-staleness.ts';
import { formatRoute } from '../../lib/route.ts';
import { useClock } from '../../window/clock.ts';
import { useFreshAudit } from '../isolation/audit/fresh-audit.ts';
import { useStaleness, useWalls } from '../isolation/audit/audit-store.ts';

export function WallFindings() {
  useFreshAudit();
  const audit = useWalls((state) => state.audit);
  const isUnderWay = useWalls((state) => state.progress !== undefined);
  const problem = useWalls((state) => state.problem);
  const staleness = useStaleness();
  const now = useClock((state) => state.now);
  if (audit === undefined) return <p className="muted small">{problem ?? 'The walls are being looked at.'}</p>;
  const { tone, words } = verdictOf(audit.findings, audit.result.containers);
  return (
    <p className="small">
      <a className="wall-findings" href={formatRoute({ page: 'isolation', part: 'walls' })}>
        <span className={`badge ${staleness === undefined ? tone : ''}`}>
          {staleness === undefined ? words : `Out of date: ${stalenessWords(staleness)}`}
        </span>{' '}
        Isolation
      </a>{' '}
      <span className="muted">
        {isUnderWay ? 'being checked again; last ' : 'checked '}
        <Moment time={audit.result.checkedAt} now={now} />
      </span>
    </p>
  );
}

function verdictOf(findings: readonly Finding[], looked: number): { readonly tone: string; readonly words: string } {
  const broken = findings.filter(({ severity }) => severity === 'broken').length;
  const weak = findings.filter(({ severity }) => severity === 'weak').length;
  const words = [counted(broken, 'wall missing', 'walls missing'), counted(weak, 'weak point', 'weak points')]
    .filter((part) => part !== '')
    .join(', ');
  if (broken > 0) return { tone: 'red', words };
  if (weak > 0) return { tone: 'amber', words };
  if (looked === 0) return { tone: '', words: 'An audit found nothing; there was no container' };
  return {
    tone: 'good',
    words: `An audit found every wall of ${looked} ${looked === 1 ? 'container' : 'containers'} standing`,
  };
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? '' : `${count} ${count === 1 ? one : many}`;
}
