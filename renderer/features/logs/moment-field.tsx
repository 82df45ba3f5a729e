// SPDX-License-Identifier: Apache-2.0
/** A moment of the local zone, written as the window writes it: `2026-11-24 08:00:00`. */

import { useState } from 'react';
import { formatLocal } from '../../lib/moments.ts';
import { readMoment } from '../../lib/written-time.ts';
import { t } from '../../lib/language/t.ts';

interface MomentFieldProps {
  readonly label: string;
  readonly moment: number | undefined;
  readonly onChange: (moment: number | undefined) => void;
}

export function MomentField({ label, moment, onChange }: MomentFieldProps) {
  const [text, setText] = useState(moment === undefined ? '' : formatLocal(moment));
  const isWrong = text.trim() !== '' && readMoment(text) === undefined;
  return (
    <input
      type="text"
      aria-label={label}
      aria-invalid={isWrong}
      title={isWrong ? t('Enter a date and a time such as 2026-11-24 08:00.') : undefined}
      placeholder="2026-11-24 08:00"
      autoComplete="off"
      maxLength={25}
      size={19}
      value={text}
      onChange={({ target }) => {
        setText(target.value);
        onChange(readMoment(target.value));
      }}
      onBlur={() => {
        if (moment !== undefined) setText(formatLocal(moment));
      }}
    />
  );
}
