// SPDX-License-Identifier: Apache-2.0
/** Dontaudit denials: the switch that logs them, or until when they are logged. */

import VisibilityOff from '@mui/icons-material/VisibilityOffOutlined';
import { formatClock, formatShortDuration } from '../../lib/moments.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { t } from '../../lib/language/t.ts';

interface DontauditSwitchProps {
  /** Is null while dontaudit denials are not shown. */
  readonly until: number | null;
  readonly now: number;
  /** Why the switch cannot be used. */
  readonly reason: string | undefined;
  readonly onShow: () => void;
  readonly onHide: () => void;
}

export function DontauditSwitch({ until, now, reason, onShow, onHide }: DontauditSwitchProps) {
  if (until === null)
    return (
      <ActionButton label={t('Log dontaudit denials')} icon={<VisibilityOff />} reason={reason} onAction={onShow} />
    );
  return (
    <span className="dontaudit-switch" role="status">
      <span
        className="badge amber"
        title={t('Until {until} the kernel also logs what dontaudit rules usually hide.', {
          until: formatClock(until),
        })}
      >
        {t('Dontaudit denials logged, {left} left', { left: formatShortDuration(Math.max(0, until - now)) })}
      </span>
      <ActionButton label={t('Stop logging them')} reason={reason} onAction={onHide} />
    </span>
  );
}
