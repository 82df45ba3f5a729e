// SPDX-License-Identifier: Apache-2.0
/**
 * Rows of the same fields in a form: added, removed, and pasted as the command line writes them. Enter in the last text
 * of the last row adds one.
 */

import Add from '@mui/icons-material/Add';
import Close from '@mui/icons-material/Close';
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { t } from '../../lib/language/t.ts';
import { ActionButton } from '../actions/action-button.tsx';
import './form-rows.css';

interface FormRowsProps<Row> {
  readonly rows: readonly Row[];
  /** A row in which nothing is typed. */
  readonly empty: Row;
  /** How many there may be. */
  readonly max: number;
  readonly addLabel: string;
  /** The name of a row, counted from 1. */
  readonly labelOf: (number: number) => string;
  /** The rows of a pasted text; undefined when it is the text of a single field. */
  readonly read: (text: string) => readonly Row[] | undefined;
  readonly onChange: (rows: readonly Row[]) => void;
  readonly children: (row: Row, place: number, change: (part: Partial<Row>) => void) => ReactNode;
}

export function FormRows<Row extends object>(props: FormRowsProps<Row>) {
  const { rows, empty, max, addLabel, labelOf, read, onChange, children } = props;
  const whole = useRef<HTMLDivElement>(null);
  /** The row whose first text gets the focus when it is there; the button below for one that is not. */
  const wanted = useRef<number>(undefined);
  useEffect(() => {
    if (wanted.current === undefined) return;
    const row = whole.current?.querySelectorAll('[role="group"]')[wanted.current];
    (textsOf(row)[0] ?? whole.current?.querySelector<HTMLElement>(':scope > button'))?.focus();
    wanted.current = undefined;
  }, [rows]);
  const full = rows.length < max ? undefined : t('There are at most {max}.', { max });

  function add(): void {
    wanted.current = rows.length;
    onChange([...rows, empty]);
  }
  function remove(place: number): void {
    wanted.current = Math.min(place, rows.length - 2);
    onChange(rows.filter((_, at) => at !== place));
  }
  function handlePaste(event: ClipboardEvent<HTMLElement>, place: number): void {
    const pasted = isOwnText(event) ? read(event.clipboardData.getData('text')) : undefined;
    if (pasted === undefined || pasted.length === 0) return;
    event.preventDefault();
    const isEmpty = JSON.stringify(rows[place]) === JSON.stringify(empty);
    onChange([...rows.slice(0, isEmpty ? place : place + 1), ...pasted, ...rows.slice(place + 1)].slice(0, max));
  }
  function handleKey(event: KeyboardEvent<HTMLElement>, place: number): void {
    const isLast = place === rows.length - 1 && textsOf(event.currentTarget).at(-1) === event.target;
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || !isLast || full !== undefined) return;
    event.preventDefault();
    add();
  }

  return (
    <div className="form-rows" ref={whole}>
      {rows.map((row, place) => (
        <div
          key={place}
          role="group"
          aria-label={labelOf(place + 1)}
          onPaste={(event) => handlePaste(event, place)}
          onKeyDown={(event) => handleKey(event, place)}
        >
          {children(row, place, (part) => onChange(rows.map((one, at) => (at === place ? { ...one, ...part } : one))))}
          <ActionButton
            label={t('Remove')}
            icon={<Close fontSize="small" />}
            isCompact
            reason={undefined}
            onAction={() => remove(place)}
          />
        </div>
      ))}
      <ActionButton label={addLabel} icon={<Add />} variant="outlined" reason={full} onAction={add} />
    </div>
  );
}

/** A dialog that a row has opened is beside it, though its events come here. */
function isOwnText({ currentTarget, target }: ClipboardEvent<HTMLElement>): boolean {
  return textsOf(currentTarget).some((text) => text === target);
}

function textsOf(row: Element | undefined): readonly HTMLElement[] {
  return [...(row?.querySelectorAll<HTMLElement>('input[type="text"]') ?? [])];
}
