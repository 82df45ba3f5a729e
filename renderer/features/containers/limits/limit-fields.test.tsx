// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { defaultLimits, limitKeys } from '../../../../contract/model/containers/limits.ts';
import { limitTexts } from './limit-texts.ts';
import { LimitFields } from './limit-fields.tsx';

afterEach(cleanup);

it('has a field for each limit, with the defaults of the contract, and says what is wrong with one (review F1)', () => {
  const handleChange = vi.fn();
  const texts = limitTexts(defaultLimits);
  render(<LimitFields texts={texts} problems={{ diskBytes: 'must be at least 64 MiB' }} onChange={handleChange} />);
  expect(screen.getAllByRole('textbox')).toHaveLength(limitKeys.length);
  const disk = screen.getByLabelText('Disk limit');
  expect(disk).toHaveProperty('value', '10G');
  expect(disk.getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText('must be at least 64 MiB')).toBeTruthy();
  fireEvent.change(screen.getByLabelText('Disk write limit'), { target: { value: '20M' } });
  expect(handleChange).toHaveBeenCalledExactlyOnceWith({ ...texts, ioWriteBytesPerSecond: '20M' });
});
