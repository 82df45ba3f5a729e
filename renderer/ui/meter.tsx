// SPDX-License-Identifier: Apache-2.0
/** A share of a limit as a bar. The number stands beside it. */

interface MeterProps {
  readonly label: string;
  /** Says which share is taken, from 0 to 1; NaN when it is not known. */
  readonly share: number;
}

export function Meter({ label, share }: MeterProps) {
  if (Number.isNaN(share)) return <div className="meter" />;
  const percent = Math.min(100, Math.max(0, share * 100));
  return (
    <div
      className={`meter ${fullness(share)}`}
      role="meter"
      aria-label={label}
      aria-valuenow={Math.round(percent)}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <i style={{ width: `${percent}%` }} />
    </div>
  );
}

function fullness(share: number): string {
  if (share >= 0.95) return 'full';
  return share >= 0.85 ? 'high' : '';
}
