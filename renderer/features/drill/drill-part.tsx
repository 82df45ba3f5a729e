// SPDX-License-Identifier: Apache-2.0
/** Shows the isolation drill: how far the one under way is, and what the report that is looked at shows. */

import { useEffect } from 'react';
import Gavel from '@mui/icons-material/GppMaybeOutlined';
import { Empty, Failed, Loading } from '../../ui/placeholder.tsx';
import { useConnection } from '../../host/connection.ts';
import { ensureReports, loadReports, showReport, useDrill } from './drill-store.ts';
import { withClient } from '../../host/with-client.ts';
import { DrillProgressPanel } from './drill-progress-panel.tsx';
import { RunDrillButton } from './run-drill-button.tsx';
import { DrillReportView } from './report/drill-report-view.tsx';
import { translatedReport } from './report/translated-report.ts';
import { t } from '../../lib/language/t.ts';
import './drill.css';

export function DrillPart() {
  const connection = useConnection((state) => state.connection);
  const { shown, reports, progress } = useDrill();
  useEffect(() => {
    if (connection.status === 'connected') void ensureReports(connection.client);
  }, [connection]);

  function handleRetry(): void {
    const id = shown.status === 'failed' ? shown.id : undefined;
    withClient(t('load the report'), (client) => (id === undefined ? loadReports(client) : showReport(client, id)));
  }
  return (
    <>
      {progress !== undefined && <DrillProgressPanel progress={progress} />}
      {shown.status === 'loading' && (
        <div className="panel">
          <Loading label={t('Loading the report')} lines={8} />
        </div>
      )}
      {shown.status === 'failed' && (
        <div className="panel">
          <Failed text={shown.reason} onRetry={handleRetry} />
        </div>
      )}
      {shown.status === 'none' && reports?.length === 0 && progress === undefined && (
        <div className="panel page-fill">
          <Empty
            title={t('No drill has run on this host yet')}
            icon={<Gavel />}
            action={<RunDrillButton label={t('Run the first drill')} />}
          >
            {t(
              'A drill lets a temporary container attack another one and this host by more than 75 probes. It shows ' +
                'for each probe which layer blocked it: SELinux, a namespace, a dropped capability, ' +
                'seccomp or a limit.',
            )}
          </Empty>
        </div>
      )}
      {shown.status === 'ready' && (
        <DrillReportView key={shown.signed.report.id} report={translatedReport(shown.signed.report)} />
      )}
    </>
  );
}
