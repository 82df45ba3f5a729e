// SPDX-License-Identifier: Apache-2.0
/** What of a log is shown: its level, unit and time, and whether it is followed. */

import type { LogSource } from '../../../contract/model/logs/log-line.ts';
import { CheckBox } from '../../ui/check-box.tsx';
import { levelChoices, type LogChoice, timeChoices, type TimeChoice } from './log-query.ts';
import { t } from '../../lib/language/t.ts';

interface LogToolsProps {
  readonly source: LogSource;
  readonly choice: LogChoice;
  /** Units of the lines that are shown, to choose from. */
  readonly units: readonly string[];
  readonly unitProblem: string | undefined;
  readonly onChange: (changes: Partial<LogChoice>) => void;
}

export function LogTools({ source, choice, units, unitProblem, onChange }: LogToolsProps) {
  const hasEnd = choice.time === 'range' && choice.to !== undefined;
  return (
    <div className="log-tools">
      {source !== 'console' && (
        <select
          aria-label={t('Level')}
          value={choice.priority}
          onChange={(event) => onChange({ priority: Number(event.target.value) })}
        >
          {levelChoices.map(([priority, label]) => (
            <option key={priority} value={priority}>
              {label}
            </option>
          ))}
        </select>
      )}
      {source === 'journal' && (
        <>
          <input
            type="text"
            aria-label={t('Unit')}
            aria-invalid={unitProblem !== undefined}
            title={unitProblem}
            placeholder={t('All units')}
            list="log-units"
            size={18}
            value={choice.unit}
            onChange={(event) => onChange({ unit: event.target.value.trim() })}
          />
          <datalist id="log-units">
            {units.map((unit) => (
              <option key={unit} value={unit} />
            ))}
          </datalist>
        </>
      )}
      {source !== 'console' && (
        <select
          aria-label={t('Time')}
          value={choice.time}
          onChange={(event) => onChange({ time: event.target.value as TimeChoice })}
        >
          {Object.entries(timeChoices).map(([value, { label }]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
      {source !== 'console' && choice.time === 'range' && (
        <>
          <MomentField
            label={t('{what, select, other {From}}', { what: 'time' })}
            moment={choice.from}
            onChange={(from) => onChange({ from })}
          />
          <MomentField
            label={t('{what, select, other {To}}', { what: 'time' })}
            moment={choice.to}
            onChange={(to) => onChange({ to })}
          />
        </>
      )}
      <label
        title={
          hasEnd
            ? t('The chosen time has an end, so nothing new belongs to it.')
            : t('New lines are added as they come.')
        }
      >
        <CheckBox
          label={t('Follow')}
          isChecked={choice.isFollowed && !hasEnd}
          onToggle={() => onChange(hasEnd ? { to: undefined, isFollowed: true } : { isFollowed: !choice.isFollowed })}
        />
        {t('Follow')}
      </label>
    </div>
  );
}

interface MomentFieldProps {
  readonly label: string;
  readonly moment: number | undefined;
  readonly onChange: (moment: number | undefined) => void;
}

function MomentField({ label, moment, onChange }: MomentFieldProps) {
  return (
    <input
      type="datetime-local"
      aria-label={label}
      step={1}
      value={moment === undefined ? '' : localText(moment)}
      onChange={({ target }) => {
        const milliseconds = Date.parse(target.value);
        onChange(Number.isNaN(milliseconds) ? undefined : milliseconds / 1000);
      }}
    />
  );
}

/** As the field has it: `2026-11-24T08:00:00`, in the local zone. */
function localText(moment: number): string {
  const date = new Date(moment * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
