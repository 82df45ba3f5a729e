// SPDX-License-Identifier: Apache-2.0
/**
 * Chooses the report that is looked at, saves it, says when the drill runs by itself, and has a button for another
 * drill.
 */

import PlayArrow from '@mui/icons-material/PlayArrow';
import Schedule from '@mui/icons-material/Schedule';
import { type ReactNode, useState } from 'react';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { useIsConnected } from '../../host/connection.ts';
import { type ShownReport, showReport, useDrill } from './drill-store.ts';
import { withClient } from '../../host/with-client.ts';
import { reportLabel } from './report-label.ts';
import { RunDrillButton } from './run-drill-button.tsx';
import { SaveReport } from './save-report.tsx';
import { ScheduleDialog } from './schedule-dialog.tsx';
import { t } from '../../lib/language/t.ts';

interface DrillControlProps {
  /** Buttons of other kinds of drills, before the main one. */
  readonly children?: ReactNode;
}

export function DrillControl({ children }: DrillControlProps) {
  const reports = useDrill((state) => state.reports) ?? [];
  const shown = useDrill((state) => state.shown);
  const isConnected = useIsConnected();
  const schedule = useDrill((state) => state.schedule);
  const [isScheduling, setScheduling] = useState(false);
  const current = shownId(shown);
  const unconnected = isConnected ? undefined : t('There is no connection to the host.');

  return (
    <div className="drill-control">
      {reports.length > 0 && (
        <SelectField
          label={t('Report')}
          value={reports.some(({ id }) => id === current) ? current : ''}
          options={reports.map((report) => ({ value: report.id, label: reportLabel(report) }))}
          onChange={(id) => withClient(t('load the report'), (client) => showReport(client, id))}
        />
      )}
      {shown.status === 'ready' && <SaveReport signed={shown.signed} />}
      <ActionButton
        label={schedule === undefined ? t('Every night…') : t('Nightly at {at}', { at: schedule.at })}
        icon={<Schedule />}
        reason={unconnected}
        onAction={() => setScheduling(true)}
      />
      {children}
      <RunDrillButton label={t('Run drill')} icon={<PlayArrow />} isMain />
      {isScheduling && <ScheduleDialog schedule={schedule} onClose={() => setScheduling(false)} />}
    </div>
  );
}

function shownId(shown: ShownReport): string {
  if (shown.status === 'none') return '';
  return shown.status === 'ready' ? shown.signed.report.id : (shown.id ?? '');
}
