// SPDX-License-Identifier: Apache-2.0
/** Where alerts are sent beside the window, how the last message went, and what can be done with each target. */

import Add from '@mui/icons-material/Add';
import { useState } from 'react';
import type { AlertState } from '../../../contract/model/alerts/alert.ts';
import type { AlertTarget } from '../../../contract/model/alerts/alert-target.ts';
import { useIsConnected } from '../../host/connection.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Empty } from '../../ui/placeholder.tsx';
import { Panel } from '../../ui/panel.tsx';
import { TargetDialog } from './target-dialog.tsx';
import { TargetRow } from './target-row.tsx';
import { t } from '../../lib/language/t.ts';

interface TargetsPanelProps {
  readonly state: AlertState;
  readonly now: number;
}

export function TargetsPanel({ state, now }: TargetsPanelProps) {
  const [edited, setEdited] = useState<AlertTarget | 'new' | undefined>(undefined);
  const reason = useIsConnected() ? undefined : t('There is no connection to the host.');
  const { targets } = state;
  return (
    <Panel
      title={t('Targets')}
      isFlush
      actions={
        <ActionButton label={t('Add target')} icon={<Add />} reason={reason} onAction={() => setEdited('new')} />
      }
    >
      {targets.length === 0 && (
        <Empty
          title={t('No targets')}
          action={
            <ActionButton
              label={t('Add the first target')}
              variant="outlined"
              reason={reason}
              onAction={() => setEdited('new')}
            />
          }
        >
          {t(
            'Alerts are seen only while a window is open. A target gets them by mail or by a webhook, also when none is.',
          )}
        </Empty>
      )}
      {targets.length > 0 && (
        <div className="table-scroll">
          <table className="table alert-table" aria-label={t('Targets of alerts')}>
            <thead>
              <tr>
                <th style={{ width: 56 }}>{t('On')}</th>
                <th>{t('Target')}</th>
                <th>{t('{of, select, other {To}}', { of: 'message' })}</th>
                <th>{t('Sends')}</th>
                <th className="target-last">{t('Last message')}</th>
                <th style={{ width: 48 }}>
                  <span className="visually-hidden">{t('Actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {targets.map((target) => (
                <TargetRow key={target.id} target={target} now={now} reason={reason} onEdit={() => setEdited(target)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {edited !== undefined && (
        <TargetDialog target={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
    </Panel>
  );
}
