// SPDX-License-Identifier: Apache-2.0
/** Shows the trial of enforcing: for how long, what is left of it, and how it ends. */

import { useState } from 'react';
import { type SwitchStatus, trialSeconds } from '../../../contract/model/host/switch.ts';
import { t } from '../../lib/language/t.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { CheckBox } from '../../ui/form/check-box.tsx';
import { useClock } from '../../window/clock.ts';
import { AskedButton } from './asked-button.tsx';
import { runStep } from './switch-store.ts';
import { SelectField } from '../../ui/form/select-field.tsx';

interface TrialStepProps {
  readonly status: SwitchStatus;
  /** Something would be denied to a service. */
  readonly isOpen: boolean;
  /** Why no step can be made; undefined when one can. */
  readonly reason: string | undefined;
}

const minuteChoices = [5, 10, 30, 60] as const;

export function TrialStep({ status, isOpen, reason }: TrialStepProps) {
  if (status.trialEndsAt !== null) return <RunningTrial endsAt={status.trialEndsAt} reason={reason} />;
  return <NewTrial isOpen={isOpen} reason={reason} />;
}

function NewTrial({ isOpen, reason }: Omit<TrialStepProps, 'status'>) {
  const [seconds, setSeconds] = useState<number>(trialSeconds.usual);
  const [despite, setDespite] = useState(false);
  return (
    <div className="switch-trial">
      <span aria-hidden>{t('For how long')}</span>
      <SelectField
        isSmall
        label={t('For how long')}
        value={seconds}
        options={minuteChoices.map((minutes) => ({ value: minutes * 60, label: t('{minutes} minutes', { minutes }) }))}
        onChange={setSeconds}
      />
      {isOpen && (
        <label>
          <CheckBox
            label={t('Try it although services would be denied something')}
            isChecked={despite}
            onToggle={() => setDespite(!despite)}
          />{' '}
          {t('Try it although services would be denied something')}
        </label>
      )}
      <AskedButton
        label={t('Try enforcing')}
        change="enforce-selinux"
        reason={
          reason ??
          (isOpen && !despite ? t('Services would be denied something: correct that, or choose to try it.') : undefined)
        }
        onAgree={() => void runStep({ step: 'enforce', seconds, despite })}
      />
    </div>
  );
}

function RunningTrial({ endsAt, reason }: { readonly endsAt: number; readonly reason: string | undefined }) {
  const left = useClock(({ now }) => Math.max(0, Math.ceil(endsAt - now)));
  return (
    <div className="switch-trial is-running">
      <p role="timer">
        {t('SELinux enforces for another {minutes}:{seconds}.', {
          minutes: Math.floor(left / 60),
          seconds: String(left % 60).padStart(2, '0'),
        })}
      </p>
      <ActionButton
        label={t('Keep enforcing')}
        variant="contained"
        colour="primary"
        reason={reason}
        onAction={() => void runStep({ step: 'confirm' })}
      />
      <ActionButton
        label={t('Back now')}
        variant="outlined"
        reason={reason}
        onAction={() => void runStep({ step: 'back', of: 'trial' })}
      />
    </div>
  );
}
