// SPDX-License-Identifier: Apache-2.0
/** The limits as text fields; empty is no limit. */

import TextField from '@mui/material/TextField';
import {
  type LimitKey,
  limitKeys,
  type LimitKind,
  limitKindOf,
  limitRows,
} from '../../../../contract/model/settings/limit-kinds.ts';
import type { LimitProblems, LimitTexts } from './limit-texts.ts';

interface LimitFieldsProps {
  readonly texts: LimitTexts;
  readonly problems: LimitProblems;
  /** What an empty field means; no limit when left out. */
  readonly placeholders?: Partial<LimitTexts>;
  /** Names the limits that are shown; all when left out. */
  readonly only?: readonly LimitKey[];
  readonly onChange: (texts: LimitTexts) => void;
}

const rows = limitRows.map((row) =>
  limitKeys.filter((key) => fieldOf(key).row === row).toSorted((a, b) => fieldOf(a).place - fieldOf(b).place),
);

function fieldOf(key: LimitKey): LimitKind['field'] {
  return limitKindOf(key).field;
}

export function LimitFields({ texts, problems, placeholders, only, onChange }: LimitFieldsProps) {
  const shown = rows
    .map((fields) => fields.filter((key) => only?.includes(key) ?? true))
    .filter((fields) => fields.length > 0);
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      {shown.map((fields) => (
        <div
          key={fields[0]}
          style={{ display: 'grid', gridTemplateColumns: `repeat(${fields.length}, minmax(0, 1fr))`, gap: 12 }}
        >
          {fields.map((key) => (
            <TextField
              key={key}
              label={fieldOf(key).label}
              value={texts[key]}
              placeholder={placeholders?.[key] ?? fieldOf(key).empty}
              error={problems[key] !== undefined}
              helperText={problems[key] ?? fieldOf(key).hint}
              onChange={(event) => onChange({ ...texts, [key]: event.target.value })}
              slotProps={{ inputLabel: { shrink: true }, htmlInput: { spellCheck: false } }}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
