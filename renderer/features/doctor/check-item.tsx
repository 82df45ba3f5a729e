// SPDX-License-Identifier: Apache-2.0
/** Shows one check of the host: its state, what it means, and the button or the commands that fix it. */

import type { FixableCheck, HostCheck } from '../../../contract/model/host/host-check.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { CommandLines } from '../../ui/command-lines.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { useIsConnected } from '../../host/connection.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { checkStateLabels } from './check-labels.ts';
import { applyCheckFix } from './doctor-store.ts';
import { t } from '../../lib/language/t.ts';

export function CheckItem({ check }: { readonly check: HostCheck }) {
  const { title, state, message, fix } = check;
  const { label, tone, meaning } = checkStateLabels[state];
  return (
    <li className="check">
      <span className={`badge ${tone}`} title={meaning}>
        {label}
      </span>
      <div className="check-words">
        <b>{title}</b>
        <p>
          <SafeText text={message} />
        </p>
        {fix !== null && <p className="muted">{fix.summary}</p>}
        {fix?.by === 'commands' && <CommandLines lines={fix.commands} />}
      </div>
      {fix?.by === 'helper' && <FixButton check={fix.check} title={title} />}
    </li>
  );
}

function FixButton({ check, title }: { readonly check: FixableCheck; readonly title: string }) {
  const isConnected = useIsConnected();
  const isBusy = useOperations(operationOn(title)) !== undefined;
  const busy = isBusy ? t('It is being fixed.') : undefined;
  return (
    <ActionButton
      label={t('Fix {title}', { title })}
      variant="outlined"
      colour="primary"
      reason={isConnected ? busy : t('There is no connection to the host.')}
      onAction={() => void applyCheckFix(check, title)}
    />
  );
}
