/** Hidden denials: the switch that shows them, or until when they are shown. */

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
    return <ActionButton label="Show hidden denials" icon={<VisibilityOff />} reason={reason} onAction={onShow} />;
  return (
    <span className="hidden-switch" role="status">
      <span
        className="badge amber"
        title={`Until ${formatClock(until)} the kernel logs also what its policy refuses in silence`}
      >{`hidden denials shown, ${formatShortDuration(Math.max(0, until - now))} left`}</span>
      <ActionButton label="Hide them now" reason={reason} onAction={onHide} />
    </span>
  );
}
