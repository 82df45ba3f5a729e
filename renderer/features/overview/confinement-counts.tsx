// SPDX-License-Identifier: Apache-2.0
/**
 * The isolation of this host: SELinux's mode, how containers are confined, and what the latest audit and the latest
 * drill found.
 */

import type { ConfinementMode } from '../../../contract/model/containers/container.ts';
import { Panel } from '../../ui/panel.tsx';
import { ConfinementSign } from '../containers/confinement-sign.tsx';
import { formatRoute } from '../../lib/route.ts';
import { selinuxLabel } from '../../host/selinux-labels.ts';
import { DrillResult } from './drill-result.tsx';
import { IsolationFindings } from './isolation-findings.tsx';
import { useContainerList } from '../containers/category-owners.ts';
import { useAreContainersKnown } from './containers-known.ts';
import { useHostInfo } from '../../host/connection.ts';
import { t } from '../../lib/language/t.ts';

const shown: readonly ConfinementMode[] = ['enforced', 'permissive', 'unconfined'];

export function ConfinementCounts() {
  const info = useHostInfo();
  const containers = useContainerList();
  const isKnown = useAreContainersKnown();
  const label = selinuxLabel(info?.selinux);
  return (
    <Panel title={t('Isolation')} actions={<span className={`badge ${label.tone}`}>{label.label}</span>}>
      <div className="counts">
        {shown
          .map((mode) => ({ mode, count: containers.filter((container) => container.confinementMode === mode).length }))
          .map(({ mode, count }) => (
            <a
              key={mode}
              className={count === 0 ? 'none' : ''}
              href={formatRoute({ page: 'containers', filter: `confinement:${mode}` })}
            >
              <b>{isKnown ? count : '–'}</b>
              <ConfinementSign mode={mode} />
            </a>
          ))}
      </div>
      <p className="muted small">{label.meaning}</p>
      <IsolationFindings />
      <DrillResult />
    </Panel>
  );
}
