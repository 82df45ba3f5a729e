/**
 * What the walls cost on this host: the measurement under way, the latest one as a chart and as a table, and what
 * distorts it.
 */

import Speed from '@mui/icons-material/SpeedOutlined';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { useEffect } from 'react';
import { Panel } from '../../ui/panel.tsx';
import { Empty, Failed, Loading } from '../../ui/placeholder.tsx';
import { useConnection } from '../../host/connection.ts';
import { benchmarkSubject, loadBenchmark, useBenchmark } from './benchmark-store.ts';
import { cancelOperation, operationOn, useOperations } from '../../host/operations.ts';
import { withClient } from '../../host/with-client.ts';
import { BenchmarkChart } from './benchmark-chart.tsx';
import { BenchmarkTable } from './benchmark-table.tsx';
import { MachinePanel } from './machine-panel.tsx';
import './benchmark.css';

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
          title="A measurement is running"
          actions={
            <Button color="inherit" onClick={() => cancelOperation(running.id)}>
              Cancel
            </Button>
          }
        >
          <LinearProgress
            variant="determinate"
            value={(running.fraction ?? 0) * 100}
            aria-label="How far the measurement is"
          />
          <p className="cost-now" role="status">
            {running.steps.at(-1)?.step ?? 'beginning'}
          </p>
          <p className="muted">Whatever else this host does meanwhile widens the spread.</p>
        </Panel>
      )}
      {latest.status === 'unknown' && (
        <div className="panel">
          <Loading label="Loading the latest measurement" lines={6} />
        </div>
      )}
      {latest.status === 'failed' && (
        <div className="panel">
          <Failed text={latest.reason} onRetry={() => withClient('load the measurement', loadBenchmark)} />
        </div>
      )}
      {latest.status === 'none' && running === undefined && (
        <div className="panel page-fill">
          <Empty title="Nothing was measured on this host yet" icon={<Speed />}>
            A measurement does the same work on the bare host, in a plain LXC container and in one of Bulkhead&apos;s,
            in turns, and compares: computing, memory, system calls, files, pipes, the network, new processes.
          </Empty>
        </div>
      )}
      {latest.status === 'ready' && (
        <>
          <div className="cost-top">
            <Panel title="Speed, of the bare host's" isFlush>
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
