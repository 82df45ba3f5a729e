// SPDX-License-Identifier: Apache-2.0
/** The filter box of a table; `/` goes there, Escape empties it and leaves. */

import Search from '@mui/icons-material/Search';
import { useId } from 'react';
import './search-field.css';

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly problem?: string | undefined;
  readonly onChange: (text: string) => void;
}

export function SearchField({ label, placeholder, value, problem, onChange }: SearchFieldProps) {
  const id = useId();
  return (
    <div className={`search-field${problem === undefined ? '' : ' wrong'}`}>
      <Search aria-hidden="true" />
      <input
        type="search"
        aria-label={label}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : id}
        data-filter
        placeholder={placeholder}
        value={value}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          onChange('');
          event.currentTarget.blur();
        }}
      />
      <kbd aria-hidden="true">/</kbd>
      {problem !== undefined && (
        <span id={id} className="problem" role="status">
          {problem}
        </span>
      )}
    </div>
  );
}
