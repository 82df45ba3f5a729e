// SPDX-License-Identifier: Apache-2.0
/**
 * Shows the isolation of this host: its verdict, how many containers have which, and what the latest audit and the
 * latest drill found.
 */

import { type VerdictState, verdictStates, verdictTerms } from '../../../contract/model/isolation/verdict.ts';
import { textOf } from '../../../contract/text.ts';
import { createPart } from '../../ui/part.tsx';
import { Panel } from '../../ui/panel.tsx';
import { verdictLabels } from '../containers/verdict/verdict-labels.ts';
import { VerdictSign } from '../containers/verdict/verdict-sign.tsx';
import { useHostInfo } from '../../host/connection.ts';
import { selinuxLabel } from '../../host/selinux-labels.ts';
import { formatRoute } from '../../lib/route.ts';
import { useContainerList } from '../containers/context/category-owners.ts';
import { useHostVerdict } from '../containers/verdict/use-host-verdict.ts';
import { useAreContainersKnown } from './containers-known.ts';
import { t } from '../../lib/language/t.ts';

const IsolationFindings = createPart(async () => (await import('./isolation-findings.tsx')).IsolationFindings);
const DrillResult = createPart(async () => (await import('./drill-result.tsx')).DrillResult);

/** Lists the verdicts, best first; stopped containers are counted with the states of containers. */
const shown: readonly VerdictState[] = verdictStates.toReversed().filter((state) => state !== 'not-running');

export function ConfinementCounts() {
  const verdict = useHostVerdict();
  const containers = useContainerList();
  const isKnown = useAreContainersKnown();
  const selinux = selinuxLabel(useHostInfo()?.selinux);
  return (
    <Panel title={t('Isolation')} actions={<VerdictSign verdict={verdict} />}>
      <div className="counts">
        {shown.map((state) => {
          const count = containers.filter(({ isolation }) => isolation.state === state).length;
          return (
            <a
              key={state}
              className={count === 0 ? 'none' : ''}
              href={formatRoute({ page: 'containers', filter: `isolated:${verdictTerms[state]}` })}
            >
              <b>{isKnown ? count : '–'}</b>
              <span>{verdictLabels[state]}</span>
            </a>
          );
        })}
      </div>
      <p className="muted small">{[...verdict.reasons.map(textOf), selinux.meaning].join(' ')}</p>
      <IsolationFindings />
      <DrillResult />
    </Panel>
  );
}
