// SPDX-License-Identifier: Apache-2.0
/** How many rounds, and a button for another measurement. */

import Speed from '@mui/icons-material/SpeedOutlined';
import { useState } from 'react';
import { RunBenchmarkButton, usualRounds } from './run-benchmark-button.tsx';
import { t } from '../../lib/language/t.ts';
import { SelectField } from '../../ui/form/select-field.tsx';

const choices = [3, usualRounds, 15, 31] as const;

export function BenchmarkControl() {
  const [rounds, setRounds] = useState<number>(usualRounds);
  return (
    <div className="cost-control">
      <SelectField
        label={t('Rounds')}
        value={rounds}
        options={choices.map((choice) => ({ value: choice, label: String(choice) }))}
        onChange={setRounds}
      />
      <RunBenchmarkButton label={t('Run benchmark')} rounds={rounds} icon={<Speed />} isMain />
    </div>
  );
}
