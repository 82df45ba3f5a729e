// SPDX-License-Identifier: Apache-2.0
/** The limits as text fields; empty is no limit. */

import TextField from '@mui/material/TextField';
import { type LimitKey } from '../../../../contract/model/containers/limits.ts';
import type { LimitProblems, LimitTexts } from './limit-texts.ts';
import { t } from '../../../lib/language/t.ts';

interface LimitFieldsProps {
  readonly texts: LimitTexts;
  readonly problems: LimitProblems;
  /** What an empty field means; no limit when left out. */
  readonly placeholders?: LimitTexts;
  readonly onChange: (texts: LimitTexts) => void;
}

const rows: readonly (readonly (readonly [LimitKey, string, string])[])[] = [
  [
    ['memoryBytes', t('Memory limit'), t('For example 512M or 2G')],
    ['cpus', t('CPU limit'), t('Cores, for example 1.5')],
    ['pids', t('Process limit'), t('Number of tasks')],
  ],
  [
    ['diskBytes', t('Disk limit'), t('For its own files, for example 10G')],
    ['diskInodes', t('File limit'), t('Number of files and folders')],
  ],
  [
    ['ioReadBytesPerSecond', t('Disk read limit'), t('Per second, for example 20M')],
    ['ioWriteBytesPerSecond', t('Disk write limit'), t('Per second, for example 20M')],
    ['ioWeight', t('Disk I/O weight'), t('100 is the default of all containers')],
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
              placeholder={placeholders?.[key] ?? (key === 'ioWeight' ? '100' : t('no limit'))}
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
