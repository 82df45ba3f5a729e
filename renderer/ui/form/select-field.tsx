// SPDX-License-Identifier: Apache-2.0
/** A choice of one of few words: a field of a form, or a small one among the tools of a panel. */

import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import type { ReactNode } from 'react';
import { visibleText } from '../../lib/visible-text.ts';
import './select-field.css';

interface SelectOption<Value extends string | number> {
  readonly value: Value;
  /** May come from a host: characters that are not seen are shown as escapes. */
  readonly label: string;
  /** Says more of it in the list; the field shows the label alone. */
  readonly note?: string;
  readonly isDisabled?: boolean;
}

interface SelectFieldProps<Value extends string | number> {
  readonly label: string;
  /** The empty value is none of the options, unless it is one of them. */
  readonly value: Value | '';
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  /** Says below the field what the choice does. */
  readonly help?: ReactNode;
  /** Says in the place of the help what is wrong with the choice. */
  readonly problem?: ReactNode;
  /** Makes the field as high as a small button; its label is then read by screen readers only. */
  readonly isSmall?: boolean;
  readonly autoFocus?: boolean;
  readonly isDisabled?: boolean;
  readonly className?: string | undefined;
  /** Is given in pixels where the field is not as wide as its place. */
  readonly width?: number;
}

export function SelectField<Value extends string | number>(props: SelectFieldProps<Value>) {
  const { label, value, options, onChange, help, problem, isSmall = false, autoFocus, isDisabled, width } = props;
  const chosen = options.find((option) => option.value === value);
  const isEmptyNamed = value === '' && chosen !== undefined;
  return (
    <TextField
      select
      fullWidth={!isSmall}
      autoFocus={autoFocus}
      disabled={isDisabled}
      className={isSmall ? 'select-small' : props.className}
      style={{ width }}
      label={isSmall ? undefined : label}
      error={problem !== undefined}
      helperText={problem ?? help}
      value={chosen === undefined ? '' : value}
      onChange={(event) => onChange(event.target.value as Value)}
      slotProps={{
        htmlInput: isSmall ? { 'aria-label': label } : {},
        inputLabel: isEmptyNamed ? { shrink: true } : {},
        select: {
          displayEmpty: isEmptyNamed,
          renderValue: () => (chosen === undefined ? '' : visibleText(chosen.label)),
        },
      }}
    >
      {options.map((option) => (
        <MenuItem
          key={option.value}
          value={option.value}
          disabled={option.isDisabled}
          aria-description={option.note === undefined ? undefined : visibleText(option.note)}
        >
          <span>
            {visibleText(option.label)}
            {option.note !== undefined && (
              <span className="muted select-note" aria-hidden="true">
                {visibleText(option.note)}
              </span>
            )}
          </span>
        </MenuItem>
      ))}
    </TextField>
  );
}
