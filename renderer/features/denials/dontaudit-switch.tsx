/** Hidden denials: the switch that shows them, or until when they are shown. */

import VisibilityOff from '@mui/icons-material/VisibilityOffOutlined';
import { formatClock, formatShortDuration } from '../../lib/moments.ts';
import { ActButton } from '../../ui/action-button.tsx';

interface HiddenSwitchProps {
  /** Null: they are not shown. */
  readonly until: number | null;
  readonly now: number;
  /** Why the switch cannot be used. */
  readonly reason: string | undefined;
  readonly onShow: () => void;
  readonly onHide: () => void;
}

export function HiddenSwitch({ until, now, reason, onShow, onHide }: HiddenSwitchProps) {
  if (until === null)
    return <ActButton label="Show hidden denials" icon={<VisibilityOff />} reason={reason} onAct={onShow} />;
  return (
    <span className="hidden-switch" role="status">
      <span
        className="badge amber"
        title={`Until ${formatClock(until)} the kernel logs also what its policy refuses in silence`}
      >{`hidden denials shown, ${formatShortDuration(Math.max(0, until - now))} left`}</span>
      <ActButton label="Hide them now" reason={reason} onAct={onHide} />
    </span>
  );
}
