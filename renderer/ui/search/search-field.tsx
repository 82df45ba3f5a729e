// SPDX-License-Identifier: Apache-2.0
/**
 * Shows the filter box of a table. `/` goes there, Escape empties it, and once more goes on to the rows. With the
 * fields that it knows it completes what is typed, and explains them.
 */

import Close from '@mui/icons-material/Close';
import Search from '@mui/icons-material/Search';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import type { SearchField as Field } from '../../../contract/search/search-fields.ts';
import { completeSearch, type Completion } from '../../lib/search-completion.ts';
import { SearchHelp } from './search-help.tsx';
import { t } from '../../lib/language/t.ts';
import './search-field.css';

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly problem?: string | undefined;
  readonly fields?: readonly Field[];
  /** It is not the filter of the page, to which `/` goes. */
  readonly isAside?: boolean;
  readonly onChange: (text: string) => void;
}

export function SearchField({
  label,
  placeholder,
  value,
  problem,
  fields,
  isAside = false,
  onChange,
}: SearchFieldProps) {
  const id = useId();
  const inputRef = useRef<HTMLInputElement>(null);
  const [offers, setOffers] = useState<readonly Completion[]>([]);
  /** The offer that Enter takes; -1 is none. */
  const [chosen, setChosen] = useState(-1);
  const isOpen = offers.length > 0;

  function offer(text: string, caret: number): void {
    setOffers(fields === undefined ? [] : completeSearch(text, caret, fields));
    setChosen(-1);
  }
  function handleInput(input: HTMLInputElement): void {
    onChange(input.value);
    offerWithin(input.value, input.selectionStart ?? input.value.length);
  }
  /** Offers completions of the word at the caret. Between two words nothing is offered unasked. */
  function offerWithin(text: string, caret: number): void {
    if (/\S$/.test(text.slice(0, caret))) offer(text, caret);
    else setOffers([]);
  }
  function take({ text, caret }: Completion): void {
    onChange(text);
    offerWithin(text, caret);
    // The caret is set once the field holds the text.
    requestAnimationFrame(() => inputRef.current?.setSelectionRange(caret, caret));
  }
  function clear(): void {
    onChange('');
    setOffers([]);
    inputRef.current?.focus();
  }
  function handleKey(event: KeyboardEvent<HTMLInputElement>): void {
    const offered = offers[chosen];
    if (event.key === 'Escape') {
      if (isOpen) setOffers([]);
      else if (value !== '') clear();
      else leave(event.currentTarget);
    } else if (event.key === 'ArrowDown' && !isOpen) offer(value, event.currentTarget.selectionStart ?? value.length);
    else if (event.key === 'ArrowDown') setChosen((chosen + 1) % offers.length);
    else if (event.key === 'ArrowUp' && isOpen) setChosen((chosen <= 0 ? offers.length : chosen) - 1);
    else if ((event.key === 'Enter' || event.key === 'Tab') && offered !== undefined) take(offered);
    else {
      if (event.key === 'Enter') setOffers([]);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className={`search-field${problem === undefined ? '' : ' wrong'}`}>
      <Search aria-hidden="true" />
      <input
        ref={inputRef}
        type="search"
        aria-label={label}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : id}
        {...(fields !== undefined && {
          role: 'combobox',
          'aria-autocomplete': 'list' as const,
          'aria-expanded': isOpen,
          'aria-controls': `${id}-offers`,
          'aria-activedescendant': isOpen && chosen >= 0 ? `${id}-${chosen}` : undefined,
          onBlur: () => setOffers([]),
        })}
        autoComplete="off"
        data-filter={isAside ? undefined : true}
        placeholder={placeholder}
        value={value}
        spellCheck={false}
        onChange={(event) => handleInput(event.currentTarget)}
        onKeyDown={handleKey}
      />
      {value === '' && !isAside && <kbd aria-hidden="true">/</kbd>}
      {value !== '' && (
        <button type="button" aria-label={t('Clear the filter')} title={t('Clear the filter')} onClick={clear}>
          <Close aria-hidden="true" />
        </button>
      )}
      {fields !== undefined && <SearchHelp fields={fields} />}
      {isOpen && (
        <ul id={`${id}-offers`} className="offers" role="listbox" aria-label={t('Completions')}>
          {offers.map((one, index) => (
            <li
              key={one.label}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === chosen}
              // The field keeps the focus: a press outside of it would close the list first.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(one)}
            >
              <span className="mono">{one.label}</span>
              <span className="muted">{one.meaning}</span>
            </li>
          ))}
        </ul>
      )}
      {problem !== undefined && !isOpen && (
        <span id={id} className="problem" role="status">
          {problem}
        </span>
      )}
    </div>
  );
}

/** Moves the focus to the rows that the filter is for. */
function leave(input: HTMLElement): void {
  const row = document.querySelector<HTMLElement>('[data-rows] [role="row"][tabindex="0"]');
  if (row === null) input.blur();
  else row.focus();
}
