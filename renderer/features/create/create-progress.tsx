// SPDX-License-Identifier: Apache-2.0
/** Shows a creation under way: its steps with their times. It goes on when the dialog is closed. */

import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import LinearProgress from '@mui/material/LinearProgress';
import { useEffect, useMemo, useState } from 'react';
import type { CreationStep } from '../../../contract/wording/creation-steps.ts';
import { ConnectionClosedError } from '../../../rpc/client.ts';
import { creationStepLabels } from '../../host/operation-labels.ts';
import { formatElapsed } from '../../lib/moments.ts';
import { formatRoute } from '../../lib/route.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { isHostFailure } from '../../window/host-failures.ts';
import { navigate } from '../../window/location.ts';
import { failureText } from '../../window/notifications.ts';
import { expectedTime, lastStepMs } from './step-times.ts';
import { cancelOperation, watchOperation, type RunningOperation } from '../../host/operations.ts';
import { t } from '../../lib/language/t.ts';

interface CreateProgressProps {
  readonly operation: RunningOperation;
  /** The steps that this creation has, in order. */
  readonly planned: readonly CreationStep[];
  readonly onBack: () => void;
}

export function CreateProgress({ operation, planned, onBack }: CreateProgressProps) {
  const { id, hostId, subject, state, steps, endedAt } = operation;
  const isRunning = state === 'running';
  const now = useTenths({ isRunning });
  useEffect(() => watchOperation(id), [id]);
  const lastMs = useMemo(
    () => new Map(planned.map((step) => [step, lastStepMs(hostId, step)] as const)),
    [planned, hostId],
  );
  const estimate = isRunning ? estimateFraction({ current: steps.at(-1), planned, lastMs, now }) : 0;

  function handleOpen(): void {
    closeDialog();
    navigate({ page: 'container', name: subject, tab: 'overview' });
  }

  return (
    <>
      <DialogContent>
        <LinearProgress
          variant="determinate"
          value={Math.max(operation.fraction ?? 0, estimate) * 100}
          aria-label={t('Progress of creating {subject}', { subject })}
          color={state === 'failed' ? 'error' : 'primary'}
        />
        <ol className="create-steps">
          {planned.map((step) => {
            const index = steps.findIndex((known) => known.step === step);
            const begun = steps[index];
            const end = steps[index + 1]?.begunAt ?? endedAt ?? now;
            const isCurrent = begun !== undefined && index === steps.length - 1 && state !== 'done';
            const mark = markOf({ hasBegun: begun !== undefined, isCurrent, isRunning });
            return (
              <li key={step} className={mark} aria-current={mark === 'current' ? 'step' : undefined}>
                <i aria-hidden="true">{markSigns[mark]}</i>
                <span>{creationStepLabels[step]}</span>
                <span className="muted">
                  {[
                    begun === undefined ? undefined : formatElapsed(end - begun.begunAt),
                    mark === 'done' || !isRunning ? undefined : expectedTime(step, lastMs.get(step)),
                  ]
                    .filter((words) => words !== undefined)
                    .join(', ')}
                </span>
              </li>
            );
          })}
        </ol>
        <p role="status" style={{ color: state === 'failed' ? 'var(--red)' : 'var(--muted)' }}>
          {statusText(operation)}
        </p>
      </DialogContent>
      <DialogActions>
        {isRunning && (
          <Button color="error" onClick={() => cancelOperation(operation.id)}>
            {t('Cancel creation')}
          </Button>
        )}
        {state === 'failed' && isHostFailure(operation.error) && (
          <Button color="inherit" href={formatRoute({ page: 'host-check' })} onClick={closeDialog}>
            {t('Check the host')}
          </Button>
        )}
        {(state === 'failed' || state === 'cancelled') && (
          <Button variant="contained" onClick={onBack}>
            {t('Back to the form')}
          </Button>
        )}
        <Button color="inherit" onClick={closeDialog}>
          {isRunning ? t('Run in the background') : t('Close')}
        </Button>
        {state === 'done' && (
          <Button variant="contained" autoFocus onClick={handleOpen}>
            {t('Open {subject}', { subject })}
          </Button>
        )}
      </DialogActions>
    </>
  );
}

interface Estimate {
  readonly current: RunningOperation['steps'][number] | undefined;
  readonly planned: readonly CreationStep[];
  readonly lastMs: ReadonlyMap<CreationStep, number | undefined>;
  readonly now: number;
}

/** How far it is by what its present step took the last time; a step is not done before the host says so. */
function estimateFraction({ current, planned, lastMs, now }: Estimate): number {
  const index = planned.findIndex((step) => step === current?.step);
  const step = planned[index];
  const usual = step === undefined ? undefined : lastMs.get(step);
  if (current === undefined || usual === undefined || usual === 0) return 0;
  return (index + Math.min(0.9, (now - current.begunAt) / usual)) / planned.length;
}

const markSigns = { waiting: '', current: '', broken: '✕', done: '✓' } as const;

function markOf({
  hasBegun,
  isCurrent,
  isRunning,
}: {
  readonly hasBegun: boolean;
  readonly isCurrent: boolean;
  readonly isRunning: boolean;
}): keyof typeof markSigns {
  if (!hasBegun) return 'waiting';
  if (!isCurrent) return 'done';
  return isRunning ? 'current' : 'broken';
}

function statusText({ subject, state, error }: RunningOperation): string {
  switch (state) {
    case 'running':
      return t('You can close this dialog: the creation continues and is shown in the bar above.');
    case 'done':
      return t('{subject} has been created.', { subject });
    case 'cancelled':
      return t('Cancelled. Nothing was left behind.');
    case 'failed':
      return error instanceof ConnectionClosedError
        ? t(
            'Creating "{subject}" was interrupted: the connection to the helper ended. If the helper stopped, it ' +
              'cleans up when it starts again.',
            { subject },
          )
        : t('{failure} Nothing was left behind.', {
            failure: failureText(t('cannot create the container {name}', { name: subject }), error),
          });
  }
}

/** Milliseconds since the epoch, ten times a second while it runs. */
function useTenths({ isRunning }: { readonly isRunning: boolean }): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
}
