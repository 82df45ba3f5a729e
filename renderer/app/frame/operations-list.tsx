// SPDX-License-Identifier: Apache-2.0
/** What this window started, each with its progress and a way to cancel it. */

import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Popover from '@mui/material/Popover';
import { creationStepSchema } from '../../../contract/wording/creation-steps.ts';
import { formatElapsed } from '../../lib/moments.ts';
import { creationStepLabels } from '../../host/operation-labels.ts';
import { formatRoute } from '../../lib/route.ts';
import { useContainers } from '../../features/containers/containers.ts';
import { failureText } from '../../window/notifications.ts';
import { runOnHost } from '../../host/run-on-host.ts';
import { cancelOperation, takeAgain, useOperations, type RunningOperation } from '../../host/operations.ts';
import { t } from '../../lib/language/t.ts';

interface OperationsListProps {
  readonly anchor: HTMLElement;
  readonly onClose: () => void;
}

export function OperationsList({ anchor, onClose }: OperationsListProps) {
  const operations = useOperations((state) => state.operations);
  return (
    <Popover
      open
      anchorEl={anchor}
      onClose={onClose}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
      transformOrigin={{ vertical: 'top', horizontal: 'right' }}
    >
      <div role="dialog" aria-label={t('Operations')} className="operations">
        {operations.length === 0 && (
          <p className="muted" style={{ padding: 14 }}>
            {t('No operations have been started in this window yet.')}
          </p>
        )}
        {operations.toReversed().map((operation) => (
          <OperationItem key={operation.id} operation={operation} />
        ))}
      </div>
    </Popover>
  );
}

const stateLabels = {
  running: t('in progress'),
  done: t('done'),
  failed: t('failed'),
  cancelled: t('cancelled'),
} as const;
const stateTones = { running: 'info', done: 'good', failed: 'red', cancelled: '' } as const;

function OperationItem({ operation }: { readonly operation: RunningOperation }) {
  const { id, title, subject, state, fraction, steps, detail, begunAt, endedAt, canCancel, error, again } = operation;
  const hasContainer = useContainers(({ byName }) => byName.has(subject));
  const step = steps.at(-1)?.step;
  const creationStep = creationStepSchema().safeParse(step);
  function handleAgain(): void {
    runOnHost(operation.hostId, () => takeAgain(id)?.());
  }
  return (
    <div className="operation">
      <div className="operation-line">
        <span className="grow truncate">{title}</span>
        {endedAt !== undefined && <span className="faint">{formatElapsed(endedAt - begunAt)}</span>}
        <span className={`badge ${stateTones[state]}`}>{stateLabels[state]}</span>
        {state === 'failed' && again !== undefined && (
          <Button color="inherit" aria-label={t('Try again: {title}', { title })} onClick={handleAgain}>
            {t('Try again')}
          </Button>
        )}
        {state === 'running' && canCancel && (
          <Button color="inherit" aria-label={t('Cancel {title}', { title })} onClick={() => cancelOperation(id)}>
            {t('Cancel')}
          </Button>
        )}
      </div>
      {state === 'running' && (
        <LinearProgress
          aria-label={title}
          {...(fraction === undefined ? {} : { variant: 'determinate', value: fraction * 100 })}
        />
      )}
      {state === 'failed' && (
        <p className="operation-problem">
          {failureText(t('cannot finish: {title}', { title }), error)}{' '}
          {hasContainer && (
            <a href={formatRoute({ page: 'container', name: subject, tab: 'overview' })}>
              {t('Open {subject}', { subject })}
            </a>
          )}
        </p>
      )}
      {state === 'running' && step !== undefined && (
        <span className="muted">
          {[creationStep.success ? creationStepLabels[creationStep.data] : step, detail ?? []].flat().join(': ')}
        </span>
      )}
    </div>
  );
}
