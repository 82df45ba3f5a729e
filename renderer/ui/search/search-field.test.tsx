// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { SearchField as Field } from '../../../contract/search/search-fields.ts';
import { SearchField } from './search-field.tsx';

const fields: readonly Field[] = [
  { name: 'name', kind: 'text', meaning: 'Part of the name', example: 'name:web' },
  { name: 'state', kind: 'text', meaning: 'What it does', example: 'state:running', values: ['running', 'stopped'] },
];

interface PageProps {
  readonly problem?: string;
  readonly isCompleting?: boolean;
}

function Page({ problem, isCompleting = false }: PageProps) {
  const [text, setText] = useState('');
  return (
    <>
      <SearchField
        label="Filter"
        placeholder=""
        value={text}
        problem={problem}
        {...(isCompleting && { fields })}
        onChange={setText}
      />
      <div data-rows>
        <div role="row" tabIndex={0}>
          web
        </div>
      </div>
    </>
  );
}

const field = (): HTMLInputElement => screen.getByRole('searchbox', { name: 'Filter' });

afterEach(cleanup);

it('Escape empties it, and once more goes on to the rows (window 30)', async () => {
  render(<Page />);
  await userEvent.type(field(), 'web');
  await userEvent.keyboard('{Escape}');
  expect([field().value, document.activeElement]).toEqual(['', field()]);
  await userEvent.keyboard('{Escape}');
  expect(document.activeElement).toBe(screen.getByRole('row', { name: 'web' }));
});

it('has a button that clears it, and keeps the focus (window 29)', async () => {
  render(<Page />);
  expect(screen.queryByRole('button', { name: 'Clear the filter' })).toBe(null);
  await userEvent.type(field(), 'web');
  await userEvent.click(screen.getByRole('button', { name: 'Clear the filter' }));
  expect([field().value, document.activeElement]).toEqual(['', field()]);
});

it('completes fields and values by keyboard', async () => {
  render(<Page isCompleting />);
  const box = screen.getByRole<HTMLInputElement>('combobox', { name: 'Filter' });
  await userEvent.type(box, 'st');
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(box.value).toBe('state:');
  expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
    'runningWhat it does',
    'stoppedWhat it does',
  ]);
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
  expect([box.value, screen.queryByRole('listbox')]).toEqual(['state:stopped ', null]);
});

it('completes by a press, and Escape closes the offers first', async () => {
  render(<Page isCompleting />);
  const box = screen.getByRole<HTMLInputElement>('combobox', { name: 'Filter' });
  await userEvent.type(box, 'na');
  await userEvent.click(screen.getByRole('option', { name: /^name:/ }));
  expect(box.value).toBe('name:');
  await userEvent.type(box, '{Backspace}');
  await userEvent.keyboard('{Escape}');
  expect([box.value, screen.queryByRole('listbox')]).toEqual(['name', null]);
});

it('explains what it understands', async () => {
  render(<Page isCompleting />);
  await userEvent.click(screen.getByRole('button', { name: 'Filter help' }));
  const help = await screen.findByRole('dialog', { name: 'Filter help' });
  expect((await within(help).findByText(/^What it does/)).textContent).toBe('What it does: running, stopped');
});

it('says what is wrong to a screen reader as well', () => {
  render(<Page problem={'Unknown field "foo".'} />);
  expect([field().getAttribute('aria-invalid'), screen.getByRole('status').textContent]).toEqual([
    'true',
    'Unknown field "foo".',
  ]);
});
