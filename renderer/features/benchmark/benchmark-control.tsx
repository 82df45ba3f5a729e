// SPDX-License-Identifier: Apache-2.0
/** How many rounds, and a button for another measurement. */

import Speed from '@mui/icons-material/SpeedOutlined';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { ActionButton } from '../../ui/action-button.tsx';
import { useIsConnected } from '../../host/connection.ts';
import { benchmarkSubject, runBenchmark } from './benchmark-store.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { withClient } from '../../host/with-client.ts';
import { BenchmarkDialog } from './benchmark-dialog.tsx';

const choices = [3, 7, 15, 31] as const;

export function BenchmarkControl() {
  const isRunning = useOperations(operationOn(benchmarkSubject)) !== undefined;
  const isConnected = useIsConnected();
  const [rounds, setRounds] = useState<number>(7);
  const [isAsking, setAsking] = useState(false);
  const unconnected = isConnected ? undefined : 'There is no connection to the host.';
  const busy = isRunning ? 'A benchmark is running. Wait until it has ended, or cancel it.' : undefined;
  const reason = unconnected ?? busy;

  function handleBegin(): void {
    setAsking(false);
    withClient('measure', (client) => runBenchmark(client, rounds));
  }
  return (
    <div className="cost-control">
      <TextField
        select
        size="small"
        label="Rounds"
        value={rounds}
        onChange={(event) => setRounds(Number(event.target.value))}
      >
        {choices.map((choice) => (
          <MenuItem key={choice} value={choice}>
            {choice}
          </MenuItem>
        ))}
      </TextField>
      <ActionButton
        label="Run benchmark"
        icon={<Speed />}
        variant="contained"
        colour="primary"
        reason={reason}
        onAction={() => setAsking(true)}
      />
      {isAsking && <BenchmarkDialog rounds={rounds} onBegin={handleBegin} onClose={() => setAsking(false)} />}
    </div>
  );
}
