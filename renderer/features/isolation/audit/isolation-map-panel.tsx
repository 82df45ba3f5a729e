// SPDX-License-Identifier: Apache-2.0
/**
 * Shows the isolation map at one glance: a row for each container's processes, a column for what is another's, and a
 * sentence for the cell in hand.
 */

import { judgeMap } from '../../../../contract/model/isolation/judge-map.ts';
import { forgetVerdict } from '../../../../contract/model/isolation/verdict.ts';
import { useHostInfo, useIsConnected } from '../../../host/connection.ts';
import { ContainerGrid } from '../../containers/container-grid.tsx';
import { ContainerName } from '../../containers/container-name.tsx';
import { VerdictSign } from '../../containers/verdict/verdict-sign.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { Empty, Loading } from '../../../ui/placeholder.tsx';
import { apartness, type Apartness, apartnessLabel, cellSentence, shownOf } from './isolation-map-labels.ts';
import { useStaleness, useAudit } from './audit-store.ts';
import { t } from '../../../lib/language/t.ts';

/** Limits the containers that are shown: more would be thousands of cells that nobody can read. */
const maxShown = 40;
const legend: readonly Apartness[] = ['categories', 'type', 'open', 'unknown'];

export function IsolationMapPanel() {
  const audit = useAudit((state) => state.audit);
  const selinux = useHostInfo()?.selinux.status;
  const isConnected = useIsConnected();
  const isStale = useStaleness() !== undefined;
  if (audit === undefined)
    return (
      <Panel title={t('Isolation map')}>
        <Loading label={t('Checking each pair of containers')} lines={6} />
      </Panel>
    );
  const { map } = audit;
  if (map.containers.length === 0)
    return (
      <Panel title={t('Isolation map')}>
        {isStale ? (
          <Empty title={t('No containers at the time of the check')}>{t('It is checked again by itself.')}</Empty>
        ) : (
          <Empty title={t('No containers on this host')}>
            {t('Who is isolated from whom is shown here as soon as there are two.')}
          </Empty>
        )}
      </Panel>
    );

  const { shown, hidden } = shownOf(map, maxShown);
  const found = judgeMap({ map, checkedAt: audit.result.checkedAt, isStale, selinux });
  const verdict = isConnected ? found : forgetVerdict(found);
  const names = shown.map((index) => map.containers[index]?.name ?? '');
  return (
    <Panel title={t('Isolation map')} actions={<VerdictSign verdict={verdict} isReason />} isFlush>
      <ContainerGrid
        label={t('Isolation map')}
        rows={names}
        columns={names}
        headOf={(name) => <ContainerName name={name} tab="security" />}
        cellAt={(row, column) => {
          const [from, to] = [shown[row] ?? 0, shown[column] ?? 0];
          const state = apartness(map, from, to);
          return {
            className: `apart-${state}`,
            sign: apartnessLabel[state].sign,
            sentence: cellSentence(map, from, to),
          };
        }}
        explanation={t(
          'Row: the container that accesses. Column: the container being accessed. Each pair was checked with the kernel.',
        )}
      />
      <p className="isolation-map-legend">
        {legend.map((state) => (
          <span key={state}>
            <i className={`apart-${state}`} aria-hidden="true">
              {apartnessLabel[state].sign}
            </i>
            {apartnessLabel[state].label}
          </span>
        ))}
      </p>
      {hidden > 0 && (
        <p className="container-grid-cell muted">
          {t('{hidden} more containers are not shown. Those that are not isolated come first.', { hidden })}
        </p>
      )}
    </Panel>
  );
}
