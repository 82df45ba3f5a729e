// SPDX-License-Identifier: Apache-2.0
/**
 * Chooses the time that a page shows: the last minutes to days, which move with the clock, or from one moment to
 * another, which is written, or reached by steps of its own length.
 */

import ChevronLeft from '@mui/icons-material/ChevronLeft';
import ChevronRight from '@mui/icons-material/ChevronRight';
import Schedule from '@mui/icons-material/Schedule';
import SkipNext from '@mui/icons-material/SkipNext';
import Button from '@mui/material/Button';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { type ReactNode, useState } from 'react';
import { t } from '../../lib/language/t.ts';
import { formatDuration, formatMoment } from '../../lib/moments.ts';
import { rangeOf, rangeProblem, shiftRange, type TimeChoice } from '../../lib/time-choice.ts';
import type { TimeRange } from '../../lib/time-range.ts';
import { ActionButton } from '../actions/action-button.tsx';
import { createPart } from '../part.tsx';
import type { QuickRange } from './quick-ranges.ts';
import type { TimeFieldsProps } from './time-fields.tsx';
import { TipArea } from '../tip-area.tsx';
import './time-picker.css';

const TimeFields = createPart<TimeFieldsProps>(async () => (await import('./time-fields.tsx')).TimeFields);

export interface TimePickerProps {
  readonly choice: TimeChoice;
  /** Gives the time by the clock of the host. */
  readonly now: number;
  /** Says that this is not the clock of this machine. */
  readonly clockNote: string | undefined;
  readonly quick: readonly QuickRange[];
  /** Limits a range, in seconds, to what is kept. */
  readonly longest: number;
  /** What else can be done to choose. */
  readonly tip?: string;
  readonly onChoice: (choice: TimeChoice) => void;
  /** Shows again what the page shows by itself, or showed last. */
  readonly onNow: () => void;
  /** Holds further buttons. */
  readonly children?: ReactNode;
}

export function TimePicker(props: TimePickerProps) {
  const { choice, now, clockNote, quick, longest, tip, onChoice, onNow, children } = props;
  const [anchor, setAnchor] = useState<HTMLElement | undefined>(undefined);
  const range = rangeOf(choice, now);
  const isLive = choice.kind === 'last';
  const problem = isLive ? undefined : rangeProblem(range, { now, longest });
  const length = range.to - range.from;
  const text = textOf(choice, now, quick);

  function handleShift(direction: -1 | 1): void {
    const shifted = shiftRange(range, direction, now);
    if (shifted !== undefined) onChoice({ kind: 'between', ...shifted });
    else if (quick.some(({ seconds }) => seconds === length)) onChoice({ kind: 'last', seconds: length });
    else onNow();
  }

  return (
    <div className="time-picker">
      {(clockNote ?? problem) !== undefined && <span className="time-picker-note">{clockNote ?? problem}</span>}
      {!isLive && (
        <Button variant="contained" startIcon={<SkipNext />} onClick={onNow}>
          {t('Back to now')}
        </Button>
      )}
      {children}
      <span className="time-picker-range">
        <ActionButton
          isCompact
          label={t('Earlier by {length}', { length: formatDuration(length) })}
          icon={<ChevronLeft />}
          reason={whyNotEarlier(range, now, longest)}
          onAction={() => handleShift(-1)}
        />
        <Button
          color="inherit"
          startIcon={<Schedule />}
          aria-haspopup="dialog"
          aria-label={t('Choose begin and end: {range}', { range: text })}
          onClick={({ currentTarget }) => setAnchor(currentTarget)}
        >
          {text}
        </Button>
        <ActionButton
          isCompact
          label={t('Later by {length}', { length: formatDuration(length) })}
          icon={<ChevronRight />}
          reason={isLive ? t('It ends now already.') : undefined}
          onAction={() => handleShift(1)}
        />
      </span>
      <TipArea>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={isLive ? choice.seconds : null}
          aria-label={t('Time shown')}
          data-tip={tip}
          onChange={(_, seconds: number | null) => seconds !== null && onChoice({ kind: 'last', seconds })}
        >
          {quick.map(({ seconds, label }) => (
            <ToggleButton key={seconds} value={seconds}>
              {label}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </TipArea>
      {anchor !== undefined && (
        <TimeFields
          anchor={anchor}
          range={Number.isFinite(length) ? range : { from: now - 3600, to: now }}
          now={now}
          clockNote={clockNote}
          longest={longest}
          onChoice={onChoice}
          onClose={() => setAnchor(undefined)}
        />
      )}
    </div>
  );
}

function whyNotEarlier({ from }: TimeRange, now: number, longest: number): string | undefined {
  if (from === -Infinity) return t('All of it is shown.');
  return from <= now - longest ? t('Nothing older is kept.') : undefined;
}

/** The length, where it moves with the clock; else the moments, with the day where it may be another one. */
function textOf(choice: TimeChoice, now: number, quick: readonly QuickRange[]): string {
  if (choice.kind === 'last') {
    const label = quick.find(({ seconds }) => seconds === choice.seconds)?.label ?? formatDuration(choice.seconds);
    return choice.seconds === Infinity ? label : t('Last {length}', { length: label });
  }
  const seconds = Math.max(now - choice.from, choice.to - choice.from);
  return t('{from} to {to}', { from: formatMoment(choice.from, seconds), to: formatMoment(choice.to, seconds) });
}
