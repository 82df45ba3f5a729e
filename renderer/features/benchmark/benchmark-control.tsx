/** How many rounds, and a button for another measurement. */

import Speed from '@mui/icons-material/SpeedOutlined';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { ActButton } from '../../ui/action-button.tsx';
import { useIsConnected } from '../../host/connection.ts';
import { costSubject, measureCosts } from './benchmark-store.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { withClient } from '../../host/with-client.ts';
import { CostDialog } from './benchmark-dialog.tsx';

const choices = [3, 7, 15, 31] as const;

export function CostControl() {
  const isRunning = useOperations(operationOn(costSubject)) !== undefined;
  const isConnected = useIsConnected();
  const [rounds, setRounds] = useState<number>(7);
  const [isAsking, setAsking] = useState(false);
  const reason = !isConnected
    ? 'There is no connection to the host'
    : isRunning
      ? 'A measurement is running; wait until it has ended, or cancel it'
      : undefined;

  function handleBegin(): void {
    setAsking(false);
    withClient('measure', (client) => measureCosts(client, rounds));
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
      <ActButton
        label="Measure"
        icon={<Speed />}
        variant="contained"
        colour="primary"
        reason={reason}
        onAct={() => setAsking(true)}
      />
      {isAsking && <CostDialog rounds={rounds} onBegin={handleBegin} onClose={() => setAsking(false)} />}
    </div>
  );
}
