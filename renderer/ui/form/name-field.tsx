// SPDX-License-Identifier: Apache-2.0
/** The field of a name that is proposed: selected when it gets the focus, so that typing replaces it. */

import TextField from '@mui/material/TextField';

interface NameFieldProps {
  readonly label: string;
  readonly value: string;
  /** What is wrong with it; undefined when nothing is. */
  readonly problem: string | undefined;
  readonly onChange: (value: string) => void;
}

export function NameField({ label, value, problem, onChange }: NameFieldProps) {
  return (
    <TextField
      label={label}
      autoFocus
      value={value}
      error={problem !== undefined}
      helperText={problem ?? ' '}
      onFocus={(event) => event.target.select()}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
    />
  );
}
