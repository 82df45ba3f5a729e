// SPDX-License-Identifier: Apache-2.0
/** Two fields for the begin and the end of the time that a page shows, below the button that opened them. */

import TextField from '@mui/material/TextField';
import { type SyntheticEvent, useState } from 'react';
import { t } from '../../lib/language/t.ts';
import { formatLocal } from '../../lib/moments.ts';
import { rangeProblem, type TimeChoice } from '../../lib/time-choice.ts';
import type { TimeRange } from '../../lib/time-range.ts';
import { readMoment } from '../../lib/written-time.ts';
import { ActionButton } from '../actions/action-button.tsx';
import { PopoverBelow } from '../popover-below.tsx';

export interface TimeFieldsProps {
  readonly anchor: HTMLElement;
  /** What the fields begin with. */
  readonly range: TimeRange;
  readonly now: number;
  readonly clockNote: string | undefined;
  readonly longest: number;
  readonly onChoice: (choice: TimeChoice) => void;
  readonly onClose: () => void;
}

export function TimeFields({ anchor, range, now, clockNote, longest, onChoice, onClose }: TimeFieldsProps) {
  const [texts, setTexts] = useState(() => ({ from: formatLocal(range.from), to: formatLocal(range.to) }));
  const [from, to] = [readMoment(texts.from), readMoment(texts.to)];
  const problem = rangeProblem({ from, to }, { now, longest });

  function handleSubmit(event?: SyntheticEvent): void {
    event?.preventDefault();
    if (problem !== undefined || from === undefined || to === undefined) return;
    onChoice({ kind: 'between', from, to });
    onClose();
  }

  return (
    <PopoverBelow anchor={anchor} label={t('Begin and end')} className="time-fields" onClose={onClose}>
      <form onSubmit={handleSubmit}>
        {(
          [
            ['from', t('From')],
            ['to', t('To')],
          ] as const
        ).map(([key, label]) => (
          <TextField
            key={key}
            size="small"
            label={label}
            value={texts[key]}
            autoFocus={key === 'from'}
            error={problem !== undefined}
            placeholder="2026-11-24 08:00"
            onChange={({ target }) => setTexts({ ...texts, [key]: target.value })}
            slotProps={{ inputLabel: { shrink: true }, htmlInput: { autoComplete: 'off', maxLength: 25 } }}
          />
        ))}
        <p className={problem === undefined ? 'muted' : 'time-picker-note'} role="status">
          {problem ?? clockNote ?? t('Date and time of this machine’s time zone; the seconds may be left out.')}
        </p>
        <ActionButton label={t('Show')} variant="contained" colour="primary" reason={problem} onAction={handleSubmit} />
      </form>
    </PopoverBelow>
  );
}
