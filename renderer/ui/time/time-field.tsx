// SPDX-License-Identifier: Apache-2.0
/** A time of a clock of 24 hours, as a person writes it: `03:00`. It is put into this form when the field is left. */

import TextField from '@mui/material/TextField';
import { readTime } from '../../lib/written-time.ts';

interface TimeFieldProps {
  readonly label: string;
  readonly value: string;
  /** What is wrong with it. */
  readonly problem: string | undefined;
  /** Takes the time as `03:00` where the text is one, and the text as it is elsewhere. */
  readonly onChange: (value: string) => void;
}

export function TimeField({ label, value, problem, onChange }: TimeFieldProps) {
  return (
    <TextField
      size="small"
      label={label}
      value={value}
      error={problem !== undefined}
      helperText={problem}
      placeholder="03:00"
      onChange={(event) => onChange(event.target.value)}
      onBlur={() => onChange(readTime(value) ?? value)}
      slotProps={{ inputLabel: { shrink: true }, htmlInput: { autoComplete: 'off', maxLength: 5 } }}
    />
  );
}
