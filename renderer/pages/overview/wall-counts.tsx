/**
 * Which walls stand on this host: SELinux's mode, and how many containers are behind which wall, what an audit and the
 * latest drill found.
 */

import type { Wall } from '../../../contract/model/container.ts';
import { Panel } from '../../components/panel.tsx';
import { WallSign } from '../../components/wall-sign.tsx';
import { formatRoute } from '../../model/route.ts';
import { selinuxWords } from '../../model/selinux-words.ts';
import { DrillResult } from './drill-result.tsx';
import { WallFindings } from './wall-findings.tsx';
import { useContainerList } from '../../stores/category-owners.ts';
import { useHostInfo } from '../../stores/connection.ts';

const shown: readonly Wall[] = ['enforced', 'permissive', 'unconfined'];

export function WallCounts() {
  const info = useHostInfo();
  const containers = useContainerList();
  const words = selinuxWords(info?.selinux);
  return (
    <Panel title="The wall" actions={<span className={`badge ${words.tone}`}>{words.label}</span>}>
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
              <WallSign wall={wall} />
            </a>
          ))}
      </div>
      <p className="muted small">{words.meaning}</p>
      <WallFindings />
      <DrillResult />
    </Panel>
  );
}
