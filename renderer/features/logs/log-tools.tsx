// SPDX-License-Identifier: Apache-2.0
/** What of a log is shown: its level, unit and time, and whether it is followed. */

import type { LogSource } from '../../../contract/model/logs/log-line.ts';
import { CheckBox } from '../../ui/form/check-box.tsx';
import { levelChoices, type LogChoice, timeChoices, type TimeChoice } from './log-query.ts';
import { MomentField } from './moment-field.tsx';
import { t } from '../../lib/language/t.ts';
import { SelectField } from '../../ui/form/select-field.tsx';

const levels = levelChoices.map(([value, label]) => ({ value, label }));
const times = Object.entries(timeChoices).map(([value, { label }]) => ({ value: value as TimeChoice, label }));

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
        <SelectField
          isSmall
          label={t('Level')}
          value={choice.priority}
          options={levels}
          onChange={(priority) => onChange({ priority })}
        />
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
        <SelectField
          isSmall
          label={t('Time')}
          value={choice.time}
          options={times}
          onChange={(time) => onChange({ time })}
        />
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
