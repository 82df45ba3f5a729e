// SPDX-License-Identifier: Apache-2.0
/** Asks in place for another name of something: Enter keeps the new name, Escape the old one. */

import TextField from '@mui/material/TextField';
import { type KeyboardEvent, type SyntheticEvent, useState } from 'react';
import { t } from '../../lib/language/t.ts';
import { ActionButton } from '../actions/action-button.tsx';
import './rename-form.css';

interface RenameFormProps {
  readonly name: string;
  /** Says why it cannot have this name; undefined when it can. */
  readonly problemOf: (name: string) => string | undefined;
  /** Takes the new name; undefined when it stays as it is. */
  readonly onRename: (name: string | undefined) => void;
}

export function RenameForm({ name, problemOf, onRename }: RenameFormProps) {
  const [typed, setTyped] = useState(name);
  const wanted = typed.trim();
  const reason = problemOf(wanted);

  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    if (reason === undefined) onRename(wanted);
  }
  function handleKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onRename(undefined);
  }

  return (
    <form className="rename-form" onSubmit={handleSubmit} onKeyDown={handleKey}>
      <TextField
        label={t('New name')}
        value={typed}
        autoFocus
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTyped(event.target.value)}
        slotProps={{ inputLabel: { shrink: true }, htmlInput: { maxLength: 60, spellCheck: false } }}
      />
      <ActionButton label={t('Rename')} variant="outlined" reason={reason} onAction={() => onRename(wanted)} />
    </form>
  );
}
