// SPDX-License-Identifier: Apache-2.0
/** A choice of one of few words: a field of a form, or a small one among the tools of a panel. */

import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import './select-field.css';

interface SelectOption<Value extends string | number> {
  readonly value: Value;
  readonly label: string;
}

interface SelectFieldProps<Value extends string | number> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  /** Says below the field what the choice does. */
  readonly help?: string;
  /** Makes the field as high as a small button; its label is then read by screen readers only. */
  readonly isSmall?: boolean;
  readonly autoFocus?: boolean;
}

export function SelectField<Value extends string | number>(props: SelectFieldProps<Value>) {
  const { label, value, options, onChange, help, isSmall = false, autoFocus = false } = props;
  return (
    <TextField
      select
      fullWidth={!isSmall}
      autoFocus={autoFocus}
      className={isSmall ? 'select-small' : undefined}
      label={isSmall ? undefined : label}
      helperText={help}
      value={value}
      onChange={(event) => onChange(event.target.value as Value)}
      slotProps={isSmall ? { htmlInput: { 'aria-label': label } } : {}}
    >
      {options.map((option) => (
        <MenuItem key={option.value} value={option.value}>
          {option.label}
        </MenuItem>
      ))}
    </TextField>
  );
}
