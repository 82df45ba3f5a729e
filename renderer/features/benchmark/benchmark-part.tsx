// SPDX-License-Identifier: Apache-2.0
/**
 * Shows the cost of isolation on this host: the benchmark in progress, the latest one as a chart and as a table, and
 * what distorts it.
 */

import Speed from '@mui/icons-material/SpeedOutlined';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { useEffect } from 'react';
import { Panel } from '../../ui/panel.tsx';
import { createPart } from '../../ui/part.tsx';
import { Empty, Failed, Loading } from '../../ui/placeholder.tsx';
import { useConnection } from '../../host/connection.ts';
import { benchmarkSubject, loadBenchmark, useBenchmark } from './benchmark-store.ts';
import { cancelOperation, operationOn, useOperations } from '../../host/operations.ts';
import { withClient } from '../../host/with-client.ts';
import { BenchmarkTable } from './benchmark-table.tsx';
import { MachinePanel } from './machine-panel.tsx';
import { RunBenchmarkButton, usualRounds } from './run-benchmark-button.tsx';
import { t } from '../../lib/language/t.ts';
import './benchmark.css';

const BenchmarkChart = createPart(async () => (await import('./benchmark-chart.tsx')).BenchmarkChart, {
  waiting: () => <Loading label={t('Loading the chart')} lines={8} />,
});

export function BenchmarkPart() {
  const connection = useConnection((state) => state.connection);
  const latest = useBenchmark((state) => state.latest);
  const running = useOperations(operationOn(benchmarkSubject));
  useEffect(() => {
    if (connection.status === 'connected' && useBenchmark.getState().latest.status === 'unknown')
      void loadBenchmark(connection.client);
  }, [connection]);
  return (
    <>
      {running !== undefined && (
        <Panel
          title={t('Benchmark in progress')}
          actions={
            <Button color="inherit" onClick={() => cancelOperation(running.id)}>
              {t('Cancel')}
            </Button>
          }
        >
          <LinearProgress
            variant="determinate"
            value={(running.fraction ?? 0) * 100}
            aria-label={t('Progress of the benchmark')}
          />
          <p className="cost-now" role="status">
            {running.steps.at(-1)?.step ?? t('beginning')}
          </p>
          <p className="muted">{t('Other work on this host widens the spread of the results.')}</p>
        </Panel>
      )}
      {latest.status === 'unknown' && (
        <div className="panel">
          <Loading label={t('Loading the latest benchmark')} lines={6} />
        </div>
      )}
      {latest.status === 'failed' && (
        <div className="panel">
          <Failed text={latest.reason} onRetry={() => withClient(t('load the benchmark'), loadBenchmark)} />
        </div>
      )}
      {latest.status === 'none' && running === undefined && (
        <div className="panel page-fill">
          <Empty
            title={t('No benchmark has run on this host yet')}
            icon={<Speed />}
            action={<RunBenchmarkButton label={t('Run the first benchmark')} rounds={usualRounds} />}
          >
            {t(
              'A benchmark runs the same work on the bare host, in a plain LXC container and in a container of ' +
                'Bulkhead, and compares the speed of computation, memory, system calls, files, pipes, the network and ' +
                'process creation.',
            )}
          </Empty>
        </div>
      )}
      {latest.status === 'ready' && (
        <>
          <div className="cost-top">
            <Panel title={t('Speed relative to the bare host')} isFlush>
              <BenchmarkChart rows={latest.report.rows} />
            </Panel>
            <MachinePanel report={latest.report} />
          </div>
          <BenchmarkTable rows={latest.report.rows} />
        </>
      )}
    </>
  );
}
