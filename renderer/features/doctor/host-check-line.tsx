// SPDX-License-Identifier: Apache-2.0
/** What the check of the host found, in a few words that lead to it. */

import { formatRoute } from '../../lib/route.ts';
import { countLabels } from './check-labels.ts';
import { useDoctor } from './doctor-store.ts';
import { useFreshChecks } from './fresh-checks.ts';
import { t } from '../../lib/language/t.ts';

export function HostCheckLine() {
  useFreshChecks();
  const { checks, problem, isUnderWay } = useDoctor();
  const { tone, label } = verdictOf(checks?.map(({ state }) => state));
  return (
    <a className="isolation-findings" href={formatRoute({ page: 'host-check' })}>
      {problem !== undefined && <span className="badge amber">{t('not checked')}</span>}
      {problem === undefined && checks === undefined && (isUnderWay ? t('checking …') : t('not checked yet'))}
      {problem === undefined && checks !== undefined && <span className={`badge ${tone}`}>{label}</span>}
    </a>
  );
}

function verdictOf(states: readonly string[] = []): { readonly tone: string; readonly label: string } {
  const failed = states.filter((state) => state === 'fail').length;
  const warned = states.filter((state) => state === 'warn').length;
  if (failed > 0) return { tone: 'red', label: countLabels.fail(failed) };
  if (warned > 0) return { tone: 'amber', label: countLabels.warn(warned) };
  return { tone: 'good', label: t('nothing to fix') };
}
