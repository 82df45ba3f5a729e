// SPDX-License-Identifier: Apache-2.0
/** How many rounds, and a button for another measurement. */

import Speed from '@mui/icons-material/SpeedOutlined';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { RunBenchmarkButton, usualRounds } from './run-benchmark-button.tsx';
import { t } from '../../lib/language/t.ts';

const choices = [3, usualRounds, 15, 31] as const;

export function BenchmarkControl() {
  const [rounds, setRounds] = useState<number>(usualRounds);
  return (
    <div className="cost-control">
      <TextField
        select
        size="small"
        label={t('Rounds')}
        value={rounds}
        onChange={(event) => setRounds(Number(event.target.value))}
      >
        {choices.map((choice) => (
          <MenuItem key={choice} value={choice}>
            {choice}
          </MenuItem>
        ))}
      </TextField>
      <RunBenchmarkButton label={t('Run benchmark')} rounds={rounds} icon={<Speed />} isMain />
    </div>
  );
}
