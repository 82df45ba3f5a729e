/**
 * Which walls stand on this host: SELinux's mode, and how many containers are behind which wall, what an audit and the
 * latest drill found.
 */

import type { Wall } from '../../../contract/model/container.ts';
import { Panel } from '../../ui/panel.tsx';
import { ConfinementSign } from '../containers/confinement-sign.tsx';
import { formatRoute } from '../../lib/route.ts';
import { selinuxLabel } from '../../host/selinux-labels.ts';
import { DrillResult } from './drill-result.tsx';
import { IsolationFindings } from './isolation-findings.tsx';
import { useContainerList } from '../containers/category-owners.ts';
import { useHostInfo } from '../../host/connection.ts';

const shown: readonly Wall[] = ['enforced', 'permissive', 'unconfined'];

export function ConfinementCounts() {
  const info = useHostInfo();
  const containers = useContainerList();
  const label = selinuxLabel(info?.selinux);
  return (
    <Panel title="The wall" actions={<span className={`badge ${label.tone}`}>{label.label}</span>}>
      <div className="counts">
        {shown
          .map((wall) => ({ wall, count: containers.filter((container) => container.wall === wall).length }))
          .map(({ wall, count }) => (
            <a
              key={wall}
              className={count === 0 ? 'none' : ''}
              href={formatRoute({ page: 'containers', filter: `wall:${wall}` })}
            >
              <b>{count}</b>
              <ConfinementSign mode={wall} />
            </a>
          ))}
      </div>
      <p className="muted small">{label.meaning}</p>
      <IsolationFindings />
      <DrillResult />
    </Panel>
  );
}
