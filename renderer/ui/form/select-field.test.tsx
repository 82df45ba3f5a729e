// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { chooseOption } from '../../testing/choose-option.ts';
import { SelectField } from './select-field.tsx';

const onChange = vi.fn();
const options = [
  { value: 1, label: 'a\u202eb', note: 'the first' },
  { value: 2, label: 'two', isDisabled: true },
];
const field = (): HTMLElement => screen.getByRole('combobox', { name: 'Which' });

afterEach(() => {
  cleanup();
  onChange.mockClear();
});

it('gives the value itself, and shows what a host may have hidden in its words', async () => {
  render(<SelectField label="Which" value="" options={options} onChange={onChange} />);
  await chooseOption('Which', /^a/);
  expect(onChange).toHaveBeenCalledExactlyOnceWith(1);
  cleanup();
  render(<SelectField label="Which" value={1} options={options} onChange={onChange} />);
  expect(field().textContent).toBe(String.raw`a\u{202e}b`);
});

it('says more of an option in the list alone, and why it cannot be chosen by its state', async () => {
  render(<SelectField label="Which" value={1} options={options} onChange={onChange} />);
  await userEvent.click(field());
  const [first, second] = screen.getAllByRole('option');
  expect([first?.getAttribute('aria-description'), second?.getAttribute('aria-disabled')]).toEqual([
    'the first',
    'true',
  ]);
  expect(first?.textContent).toContain('the first');
});

it('shows nothing for a value that is no option, and a problem in the place of the help', () => {
  const props = { label: 'Which', value: 3, options, onChange, help: 'help' };
  const { rerender } = render(<SelectField {...props} />);
  expect([field().textContent.trim().replace('\u200b', ''), screen.getByText('help')]).toEqual(['', expect.anything()]);
  rerender(<SelectField {...props} problem="Choose one." />);
  expect([screen.getByText('Choose one.'), screen.queryByText('help')]).toEqual([expect.anything(), null]);
});
