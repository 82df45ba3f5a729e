// SPDX-License-Identifier: Apache-2.0
/** The steps in their order: those that are done, the one that is next, and the way back. */

import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import Circle from '@mui/icons-material/RadioButtonUnchecked';
import type { ReactNode } from 'react';
import {
  switchCommands,
  type SwitchPlan,
  type SwitchStage,
  type SwitchStatus,
  type SwitchWatch,
} from '../../../contract/model/host/switch.ts';
import { useIsConnected } from '../../host/connection.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { t } from '../../lib/language/t.ts';
import { CommandLines } from '../../ui/command-lines.tsx';
import { Panel } from '../../ui/panel.tsx';
import { AskedButton } from './asked-button.tsx';
import { PlanDetails } from './plan-details.tsx';
import { runStep, switchSubject } from './switch-store.ts';
import { TrialStep } from './trial-step.tsx';
import { WatchDetails } from './watch-details.tsx';
import { WordList } from './word-list.tsx';

interface SwitchStepsProps {
  readonly status: SwitchStatus;
  readonly plan: SwitchPlan;
  readonly watch: SwitchWatch;
}

/** How far each stage is: the number of steps that are done. */
const doneSteps: Readonly<Record<SwitchStage, number>> = {
  off: 0,
  returning: 0,
  prepared: 1,
  labelling: 1,
  watching: 2,
  trial: 3,
  enforcing: 4,
};

export function SwitchSteps({ status, plan, watch }: SwitchStepsProps) {
  const { stage } = status;
  const done = doneSteps[stage];
  const reason = useReason();
  return (
    <>
      <Panel title={t('Steps')} isFlush>
        <ol className="switch-steps">
          <Step
            title={t('Prepare')}
            isDone={done > 0}
            isNext={done === 0}
            does={plan.steps.prepare}
            command={switchCommands.prepare}
          >
            <PlanDetails plan={plan} />
            {done === 0 && (
              <AskedButton
                label={t('Prepare')}
                change="prepare-selinux"
                reason={reason ?? obstacleOf(plan)}
                onAgree={() => void runStep({ step: 'prepare' })}
              />
            )}
          </Step>
          <Step
            title={t('Reboot and label')}
            isDone={done > 1}
            isNext={done === 1}
            does={[
              t(
                'The first boot labels all files, and boots again by itself. Power that is lost meanwhile ' +
                  'does no harm: the next boot begins again.',
              ),
            ]}
            command={switchCommands.reboot}
          />
          <Step
            title={t('Watch')}
            isDone={done > 2}
            isNext={done === 2}
            does={[
              t(
                'SELinux logs what it would deny, and blocks nothing. Let the host do its usual work, and ' +
                  'correct what would be denied to its services.',
              ),
            ]}
            command={switchCommands.watch}
          >
            {watch.since !== null && <WatchDetails watch={watch} />}
          </Step>
          <Step
            title={t('Try enforcing, and keep it')}
            isDone={done > 3}
            isNext={done === 2 || done === 3}
            does={[...plan.steps.enforce, ...plan.steps.confirm]}
            command={stage === 'trial' ? switchCommands.confirm : switchCommands.enforce}
          >
            {(stage === 'watching' || stage === 'trial') && (
              <TrialStep status={status} isOpen={watch.services.length > 0} reason={reason} />
            )}
          </Step>
        </ol>
      </Panel>
      <Panel title={t('Back to how it was')}>
        <WordList items={[...plan.steps.back, ...plan.wayBack]} />
        <CommandLines lines={[switchCommands.back]} />
        {stage !== 'off' && stage !== 'returning' && (
          <AskedButton
            label={t('Go back')}
            change="leave-selinux"
            reason={
              reason ??
              (stage === 'enforcing'
                ? t('While SELinux enforces, the helper may not turn it off: run the command as root on the host.')
                : undefined)
            }
            onAgree={() => void runStep({ step: 'back', of: 'all' })}
          />
        )}
      </Panel>
    </>
  );
}

/** Why no step can be made now; undefined when one can. */
function useReason(): string | undefined {
  const isConnected = useIsConnected();
  const isBusy = useOperations(operationOn(switchSubject)) !== undefined;
  if (!isConnected) return t('There is no connection to the host.');
  return isBusy ? t('Another step is under way.') : undefined;
}

function obstacleOf({ obstacles, missingPackages }: SwitchPlan): string | undefined {
  if (missingPackages.length > 0)
    return t('Packages are missing: run the command as root on the host, which installs them.');
  return obstacles.length > 0 ? t('Something is in the way, as named above.') : undefined;
}

interface StepProps {
  readonly title: string;
  readonly isDone: boolean;
  readonly isNext: boolean;
  readonly does: readonly string[];
  readonly command: string;
  readonly children?: ReactNode;
}

/** What is not next is folded. */
function Step({ title, isDone, isNext, does, command, children }: StepProps) {
  return (
    <li aria-current={isNext ? 'step' : undefined}>
      {isDone ? (
        <CheckCircle className="switch-done" aria-label={t('Done')} />
      ) : (
        <Circle className="faint" aria-hidden="true" />
      )}
      <details open={isNext} key={String(isNext)}>
        <summary>{title}</summary>
        <WordList items={does} />
        {children}
        <CommandLines lines={[command]} />
      </details>
    </li>
  );
}
