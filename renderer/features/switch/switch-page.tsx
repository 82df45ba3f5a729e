// SPDX-License-Identifier: Apache-2.0
/**
 * Shows the switch of a host to SELinux, step by step: each with what it does, and with the command that does the same.
 */

import Refresh from '@mui/icons-material/Refresh';
import { useEffect } from 'react';
import { useConnection } from '../../host/connection.ts';
import { t } from '../../lib/language/t.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { CommandLines } from '../../ui/command-lines.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Failed, Loading } from '../../ui/placeholder.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { useClock } from '../../window/clock.ts';
import { stageLabels } from './stage-labels.ts';
import { SwitchSteps } from './switch-steps.tsx';
import { loadSwitch, switchSubject, useSwitch } from './switch-store.ts';
import './switch.css';

export function SwitchPage() {
  const connection = useConnection((state) => state.connection);
  const client = connection.status === 'connected' ? connection.client : undefined;
  const { status, plan, watch, problem } = useSwitch();
  const hasEnded = useClock(({ now }) => now > (status?.trialEndsAt ?? Infinity));
  useEffect(() => {
    if (client !== undefined) void loadSwitch(client);
  }, [client, hasEnded]);
  const lookAgain = (): void => void (client !== undefined && loadSwitch(client));

  return (
    <div className="page switch">
      <div className="page-head">
        <h1>{switchSubject}</h1>
        {status !== undefined && (
          <span className={`badge ${stageLabels[status.stage].tone}`} role="status">
            {stageLabels[status.stage].label}
          </span>
        )}
        <span style={{ flex: 1 }} />
        <ActionButton
          label={t('Look again')}
          icon={<Refresh />}
          variant="outlined"
          reason={client === undefined ? t('Connecting to the host.') : undefined}
          onAction={lookAgain}
        />
      </div>
      {problem !== undefined && <Failed text={problem} onRetry={lookAgain} />}
      {problem === undefined && status === undefined && <Loading label={t('Looking at the host')} lines={6} />}
      {status !== undefined && plan !== undefined && watch !== undefined && (
        <>
          <Panel title={t('What comes next')}>
            <p>{status.next.summary}</p>
            {status.next.command !== null && <CommandLines lines={[status.next.command]} />}
            {status.remarks.map((remark) => (
              <p key={remark} className="switch-remark">
                <SafeText text={remark} />
              </p>
            ))}
            <p className="muted">{t('The kernel runs {modules}.', { modules: status.modules.join(', ') })}</p>
          </Panel>
          <SwitchSteps status={status} plan={plan} watch={watch} />
        </>
      )}
    </div>
  );
}
