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
  readonly placeholders?: Partial<LimitTexts>;
  /** Names the limits that are shown; all when left out. */
  readonly only?: readonly LimitKey[];
  readonly onChange: (texts: LimitTexts) => void;
}

const rows: readonly (readonly (readonly [LimitKey, string, string])[])[] = [
  [
    ['cpus', t('CPU limit'), t('Cores, for example 1.5')],
    ['memoryBytes', t('Memory limit'), t('For example 512M or 2G')],
    ['diskBytes', t('Disk limit'), t('For its own files, for example 10G')],
  ],
  [
    ['pids', t('Process limit'), t('Number of tasks')],
    ['diskInodes', t('File limit'), t('Number of files and folders')],
  ],
  [
    ['cpuWeight', t('CPU weight'), t('The default is 100')],
    ['cpuSet', t('CPU set'), t('Which processors, for example 0-3,6')],
  ],
  [
    ['ioReadBytesPerSecond', t('Disk read limit'), t('Per second, like 20M')],
    ['ioWriteBytesPerSecond', t('Disk write limit'), t('Per second, like 20M')],
    ['ioWeight', t('Disk I/O weight'), t('The default is 100')],
  ],
];

function emptyMeans(key: LimitKey): string {
  if (key === 'cpuSet') return t('all');
  return key === 'ioWeight' || key === 'cpuWeight' ? '100' : t('no limit');
}

export function LimitFields({ texts, problems, placeholders, only, onChange }: LimitFieldsProps) {
  const shown = rows
    .map((fields) => fields.filter(([key]) => only?.includes(key) ?? true))
    .filter((fields) => fields.length > 0);
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      {shown.map((fields) => (
        <div
          key={fields[0]?.[0]}
          style={{ display: 'grid', gridTemplateColumns: `repeat(${fields.length}, minmax(0, 1fr))`, gap: 12 }}
        >
          {fields.map(([key, label, hint]) => (
            <TextField
              key={key}
              label={label}
              value={texts[key]}
              placeholder={placeholders?.[key] ?? emptyMeans(key)}
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
