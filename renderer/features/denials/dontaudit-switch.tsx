// SPDX-License-Identifier: Apache-2.0
/** Dontaudit denials: the switch that logs them, or until when they are logged. */

import VisibilityOff from '@mui/icons-material/VisibilityOffOutlined';
import { formatClock, formatShortDuration } from '../../lib/moments.ts';
import { ActionButton } from '../../ui/action-button.tsx';

interface DontauditSwitchProps {
  /** Null: they are not shown. */
  readonly until: number | null;
  readonly now: number;
  /** Why the switch cannot be used. */
  readonly reason: string | undefined;
  readonly onShow: () => void;
  readonly onHide: () => void;
}

export function DontauditSwitch({ until, now, reason, onShow, onHide }: DontauditSwitchProps) {
  if (until === null)
    return <ActionButton label="Log dontaudit denials" icon={<VisibilityOff />} reason={reason} onAction={onShow} />;
  return (
    <span className="dontaudit-switch" role="status">
      <span
        className="badge amber"
        title={`Until ${formatClock(until)} the kernel also logs what dontaudit rules usually hide.`}
      >{`Dontaudit denials logged, ${formatShortDuration(Math.max(0, until - now))} left`}</span>
      <ActionButton label="Stop logging them" reason={reason} onAction={onHide} />
    </span>
  );
}
