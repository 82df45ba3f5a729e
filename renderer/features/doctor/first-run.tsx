// SPDX-License-Identifier: Apache-2.0
/** Says what a host without containers lacks before its first one, with what fixes it. */

import { Panel } from '../../ui/panel.tsx';
import { useIsConnected } from '../../host/connection.ts';
import { formatRoute } from '../../lib/route.ts';
import { CheckItem } from './check-item.tsx';
import { checksToFix } from './check-labels.ts';
import { useDoctor } from './doctor-store.ts';
import { useFreshChecks } from './fresh-checks.ts';
import { t } from '../../lib/language/t.ts';
import './doctor.css';

/** Nothing while it is not known, or where nothing is lacking: the host check has a place of its own. */
export function FirstRun() {
  useFreshChecks();
  const checks = useDoctor((state) => state.checks);
  const isConnected = useIsConnected();
  const wanting = checksToFix(checks ?? []);
  if (!isConnected || wanting.length === 0) return null;
  return (
    <Panel
      title={t('Before the first container')}
      isFlush
      actions={<a href={formatRoute({ page: 'host-check' })}>{t('All checks')}</a>}
    >
      <ul className="checks" aria-label={t('Checks to fix')}>
        {wanting.map((check) => (
          <CheckItem key={check.id} check={check} />
        ))}
      </ul>
    </Panel>
  );
}
