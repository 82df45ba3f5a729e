/** The three limits as text fields; empty is no limit. */

import TextField from '@mui/material/TextField';
import type { LimitProblems, LimitTexts } from '../model/limit-texts.ts';

interface LimitFieldsProps {
  readonly texts: LimitTexts;
  readonly problems: LimitProblems;
  readonly onChange: (texts: LimitTexts) => void;
}

const fields = [
  ['memory', 'Memory limit', 'for example 512M, 2G'],
  ['cpus', 'Processor limit', 'cores, for example 1.5'],
  ['pids', 'Process limit', 'number of tasks'],
] as const;

export function LimitFields({ texts, problems, onChange }: LimitFieldsProps) {
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'repeat(3, 1fr)', gap: 12 }}>
      {fields.map(([field, label, hint]) => (
        <TextField
          key={field}
          label={label}
          value={texts[field]}
          placeholder="no limit"
          error={problems[field] !== undefined}
          helperText={problems[field] ?? hint}
          onChange={(event) => onChange({ ...texts, [field]: event.target.value })}
          slotProps={{ inputLabel: { shrink: true }, htmlInput: { spellCheck: false } }}
        />
      ))}
    </div>
  );
}
