/** What the latest audit of the walls found, in one line that leads to it. */

import { useEffect } from 'react';
import { formatRoute } from '../../model/route.ts';
import { useConnection } from '../../stores/connection.ts';
import { ensureAudit, useWalls } from '../../stores/walls.ts';

export function WallFindings() {
  const audit = useWalls((state) => state.audit);
  const connection = useConnection((state) => state.connection);
  useEffect(() => {
    if (connection.status === 'connected') ensureAudit(connection.client);
  }, [connection]);
  if (audit === undefined) return <p className="muted small">The walls are being looked at.</p>;
  const broken = audit.findings.filter(({ severity }) => severity === 'broken').length;
  const weak = audit.findings.filter(({ severity }) => severity === 'weak').length;
  const words = broken + weak === 0 ? 'An audit found every wall standing' : [counted(broken, 'wall missing', 'walls missing'), counted(weak, 'weak point', 'weak points')].filter((part) => part !== '').join(', ');
  return (
    <p className="small">
      <a className="wall-findings" href={formatRoute({ page: 'isolation', part: 'walls' })}>
        <span className={`badge ${broken > 0 ? 'red' : weak > 0 ? 'amber' : 'good'}`}>{words}</span> Isolation
      </a>
    </p>
  );
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? '' : `${count} ${count === 1 ? one : many}`;
}
