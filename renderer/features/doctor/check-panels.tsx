// SPDX-License-Identifier: Apache-2.0
/** The checks of the host: what is to be fixed, the worst first, and what is as it has to be. */

import type { HostCheck } from '../../../contract/model/host/host-check.ts';
import VerifiedUser from '@mui/icons-material/VerifiedUserOutlined';
import { Panel } from '../../ui/panel.tsx';
import { Empty, Failed, Loading } from '../../ui/placeholder.tsx';
import { checkStateLabels, checksToFix, countLabels } from './check-labels.ts';
import { CheckItem } from './check-item.tsx';
import { runHostCheck, useDoctor } from './doctor-store.ts';
import { t } from '../../lib/language/t.ts';

interface CheckPanelsProps {
  /** Says that the checks which passed are shown only when they are asked for. */
  readonly arePassedFolded?: boolean;
}

export function CheckPanels({ arePassedFolded = false }: CheckPanelsProps) {
  const { checks, problem, isUnderWay } = useDoctor();
  const wanting = checksToFix(checks ?? []);
  const right = (checks ?? []).filter(({ state }) => state === 'ok');
  return (
    <>
      <Panel title={t('To fix')} isFlush actions={<Counts />}>
        {problem !== undefined && <Failed text={problem} onRetry={() => void runHostCheck()} />}
        {problem === undefined && checks === undefined && isUnderWay && (
          <Loading label={t('Checking the host')} lines={6} />
        )}
        {problem === undefined && checks === undefined && !isUnderWay && <Empty title={t('Not checked yet')} />}
        {problem === undefined && checks !== undefined && wanting.length === 0 && (
          <Empty title={t('Nothing to fix')} icon={<VerifiedUser />}>
            {t('This host has all that containers need.')}
          </Empty>
        )}
        {wanting.length > 0 && (
          <ul className="checks" aria-label={t('Checks to fix')}>
            {wanting.map((check) => (
              <CheckItem key={check.id} check={check} />
            ))}
          </ul>
        )}
      </Panel>
      {right.length > 0 && <PassedChecks checks={right} isFolded={arePassedFolded} />}
    </>
  );
}

interface PassedChecksProps {
  readonly checks: readonly HostCheck[];
  readonly isFolded: boolean;
}

function PassedChecks({ checks, isFolded }: PassedChecksProps) {
  const list = (
    <ul className="checks" aria-label={t('Checks that are OK')}>
      {checks.map((check) => (
        <CheckItem key={check.id} check={check} />
      ))}
    </ul>
  );
  if (!isFolded)
    return (
      <Panel title={t('Passed')} isFlush>
        {list}
      </Panel>
    );
  return (
    <details className="panel passed-checks">
      <summary>
        {t('{count, plural, one {1 check passed} other {{count} checks passed}}', { count: checks.length })}
      </summary>
      {list}
    </details>
  );
}

function Counts() {
  const checks = useDoctor((state) => state.checks) ?? [];
  return (['fail', 'warn'] as const).map((state) => {
    const count = checks.filter((check) => check.state === state).length;
    const { tone, meaning } = checkStateLabels[state];
    return count === 0 ? null : (
      <span key={state} className={`badge ${tone}`} title={meaning}>
        {countLabels[state](count)}
      </span>
    );
  });
}
