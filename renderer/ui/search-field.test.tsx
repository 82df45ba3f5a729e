// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import { SearchField } from './search-field.tsx';

function Page({ problem }: { readonly problem?: string }) {
  const [text, setText] = useState('');
  return <SearchField label="Filter" placeholder="" value={text} problem={problem} onChange={setText} />;
}

const field = (): HTMLInputElement => screen.getByRole('searchbox', { name: 'Filter' });

afterEach(cleanup);

it('is emptied and left by Escape', async () => {
  render(<Page />);
  await userEvent.type(field(), 'state:running');
  expect(field().value).toBe('state:running');
  await userEvent.keyboard('{Escape}');
  expect([field().value, document.activeElement === field()]).toEqual(['', false]);
});

it('says what is wrong to a screen reader as well', () => {
  render(<Page problem={'Unknown field "foo".'} />);
  expect([field().getAttribute('aria-invalid'), screen.getByRole('status').textContent]).toEqual([
    'true',
    'Unknown field "foo".',
  ]);
});
