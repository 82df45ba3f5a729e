// SPDX-License-Identifier: Apache-2.0
/** The limits as text fields; empty is no limit. */

import TextField from '@mui/material/TextField';
import { type LimitKey } from '../../../../contract/model/containers/limits.ts';
import type { LimitProblems, LimitTexts } from './limit-texts.ts';

interface LimitFieldsProps {
  readonly texts: LimitTexts;
  readonly problems: LimitProblems;
  /** What an empty field means; no limit when left out. */
  readonly placeholders?: LimitTexts;
  readonly onChange: (texts: LimitTexts) => void;
}

const rows: readonly (readonly (readonly [LimitKey, string, string])[])[] = [
  [
    ['memoryBytes', 'Memory limit', 'For example 512M or 2G'],
    ['cpus', 'CPU limit', 'Cores, for example 1.5'],
    ['pids', 'Process limit', 'Number of tasks'],
  ],
  [
    ['diskBytes', 'Disk limit', 'For its own files, for example 10G'],
    ['diskInodes', 'File limit', 'Number of files and folders'],
  ],
  [
    ['ioReadBytesPerSecond', 'Disk read limit', 'Per second, for example 20M'],
    ['ioWriteBytesPerSecond', 'Disk write limit', 'Per second, for example 20M'],
    ['ioWeight', 'Disk I/O weight', '100 is the default of all containers'],
  ],
];

export function LimitFields({ texts, problems, placeholders, onChange }: LimitFieldsProps) {
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      {rows.map((fields) => (
        <div
          key={fields[0]?.[0]}
          style={{ display: 'grid', gridTemplateColumns: `repeat(${fields.length}, 1fr)`, gap: 12 }}
        >
          {fields.map(([key, label, hint]) => (
            <TextField
              key={key}
              label={label}
              value={texts[key]}
              placeholder={placeholders?.[key] ?? (key === 'ioWeight' ? '100' : 'no limit')}
              error={problems[key] !== undefined}
              helperText={problems[key] ?? hint}
              onChange={(event) => onChange({ ...texts, [key]: event.target.value })}
              slotProps={{ inputLabel: { shrink: true }, htmlInput: { spellCheck: false } }}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
