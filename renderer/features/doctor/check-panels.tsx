// SPDX-License-Identifier: Apache-2.0
/** The checks of the host: what is to be fixed, the worst first, and what is as it has to be. */

import VerifiedUser from '@mui/icons-material/VerifiedUserOutlined';
import { Panel } from '../../ui/panel.tsx';
import { Empty, Failed, Loading } from '../../ui/placeholder.tsx';
import { checkStateLabels, checksToFix, countLabels } from './check-labels.ts';
import { CheckItem } from './check-item.tsx';
import { runHostCheck, useDoctor } from './doctor-store.ts';

export function CheckPanels() {
  const { checks, problem, isUnderWay } = useDoctor();
  const wanting = checksToFix(checks ?? []);
  const right = (checks ?? []).filter(({ state }) => state === 'ok');
  return (
    <>
      <Panel title="To fix" isFlush actions={<Counts />}>
        {problem !== undefined && <Failed text={problem} onRetry={() => void runHostCheck()} />}
        {problem === undefined && checks === undefined && isUnderWay && <Loading label="Checking the host" lines={6} />}
        {problem === undefined && checks === undefined && !isUnderWay && <Empty title="Not checked yet" />}
        {problem === undefined && checks !== undefined && wanting.length === 0 && (
          <Empty title="Nothing to fix" icon={<VerifiedUser />}>
            This host has all that containers need.
          </Empty>
        )}
        {wanting.length > 0 && (
          <ul className="checks" aria-label="Checks to fix">
            {wanting.map((check) => (
              <CheckItem key={check.id} check={check} />
            ))}
          </ul>
        )}
      </Panel>
      {right.length > 0 && (
        <Panel title="Passed" isFlush>
          <ul className="checks" aria-label="Checks that are OK">
            {right.map((check) => (
              <CheckItem key={check.id} check={check} />
            ))}
          </ul>
        </Panel>
      )}
    </>
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
