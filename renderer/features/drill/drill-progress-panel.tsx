// SPDX-License-Identifier: Apache-2.0
/** Shows a drill under way: its steps with the time that each took, the probes so far, and a way to end it. */

import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { Panel } from '../../ui/panel.tsx';
import { RichText } from '../../ui/rich-text.tsx';
import { formatElapsed } from '../../lib/moments.ts';
import { useClock } from '../../window/clock.ts';
import { type DrillProgress, drillSubject } from './drill-store.ts';
import { cancelOperation, operationOn, useOperations } from '../../host/operations.ts';
import { capitalised } from '../../lib/sentence.ts';
import { t } from '../../lib/language/t.ts';

interface DrillProgressPanelProps {
  readonly progress: DrillProgress;
}

export function DrillProgressPanel({ progress: { plan, steps, fraction, probes } }: DrillProgressPanelProps) {
  const operation = useOperations(operationOn(drillSubject));
  const now = useClock((state) => state.now) * 1000;
  const current = steps.at(-1);
  const label = capitalised(plan.find(({ step }) => step === current?.step)?.label ?? t('starting'));
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
        {probes === 0 ? (
          label
        ) : (
          <RichText
            message="{label}<muted>, {probes, plural, one {# probe} other {# probes}} tried</muted>"
            values={{
              label,
              probes,
              muted: (words) => <span className="muted">{words}</span>,
            }}
          />
        )}
      </p>
      <ol className="drill-steps" aria-label={t('Steps of the drill')}>
        {plan.map(({ step, label: planned }) => {
          const place = steps.findIndex((begun) => begun.step === step);
          const begun = steps[place];
          const reached = begun === current ? 'now' : 'done';
          const state = begun === undefined ? 'to-come' : reached;
          return (
            <li key={step} className={state} aria-current={state === 'now' ? 'step' : undefined}>
              <span className="grow">{capitalised(planned)}</span>
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
