// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { ColumnItems } from './column-items.tsx';

afterEach(cleanup);

it('moves a shown column within the others, and says why one cannot be moved', async () => {
  const onChange = vi.fn();
  render(<ColumnItems chosen={['state', 'cpu']} onChange={onChange} />);
  await userEvent.click(screen.getByRole('button', { name: 'Move CPU up' }));
  expect(onChange.mock.calls).toEqual([[['cpu', 'state']]]);
  expect(screen.getByRole('button', { name: 'Move CPU down' }).getAttribute('aria-disabled')).toBe('true');
  expect(screen.getByRole('button', { name: 'Move Image up' }).getAttribute('aria-disabled')).toBe('true');
});
