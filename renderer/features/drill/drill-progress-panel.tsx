// SPDX-License-Identifier: Apache-2.0
/** A drill under way: its steps with the time that each took, the attempts so far, and a way to end it. */

import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { Panel } from '../../ui/panel.tsx';
import { formatElapsed } from '../../lib/moments.ts';
import { useClock } from '../../window/clock.ts';
import { type DrillProgress, drillSubject } from './drill-store.ts';
import { cancelOperation, operationOn, useOperations } from '../../host/operations.ts';
import { capitalised } from '../../lib/sentence.ts';
import { t } from '../../lib/language/t.ts';

interface DrillProgressPanelProps {
  readonly progress: DrillProgress;
}

export function DrillProgressPanel({ progress: { plan, steps, fraction, attempts } }: DrillProgressPanelProps) {
  const operation = useOperations(operationOn(drillSubject));
  const now = useClock((state) => state.now) * 1000;
  const current = steps.at(-1);
  return (
    <Panel
      title={t('Drill in progress')}
      actions={
        operation !== undefined && (
          <Button color="inherit" onClick={() => cancelOperation(operation.id)}>
            {t('Cancel')}
          </Button>
        )
      }
    >
      <LinearProgress variant="determinate" value={fraction * 100} aria-label={t('Progress of the drill')} />
      <p className="drill-now" role="status">
        {capitalised(plan.find(({ step }) => step === current?.step)?.label ?? 'starting')}
        {attempts > 0 && (
          <span className="muted">{`, ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} tried`}</span>
        )}
      </p>
      <ol className="drill-steps" aria-label={t('Steps of the drill')}>
        {plan.map(({ step, label }) => {
          const place = steps.findIndex((begun) => begun.step === step);
          const begun = steps[place];
          const reached = begun === current ? 'now' : 'done';
          const state = begun === undefined ? 'to-come' : reached;
          return (
            <li key={step} className={state} aria-current={state === 'now' ? 'step' : undefined}>
              <span className="grow">{capitalised(label)}</span>
              {begun !== undefined && (
                <span className="muted">
                  {formatElapsed(Math.max(0, (steps[place + 1]?.begunAt ?? now) - begun.begunAt))}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
