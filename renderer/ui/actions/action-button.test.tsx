// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ActionButton } from './action-button.tsx';

afterEach(cleanup);

const reason = 'There is no connection to the host.';

describe('a button that cannot be used', () => {
  it('shows and speaks its reason when it is pressed with the pointer (window 13)', async () => {
    const handleAction = vi.fn();
    render(<ActionButton label="Create" reason={reason} onAction={handleAction} />);
    await userEvent.click(screen.getByRole('button', { name: 'Create' }));
    expect((await screen.findByRole('tooltip')).textContent).toBe(reason);
    expect(screen.getByRole('status').textContent).toBe(reason);
    expect(handleAction).not.toHaveBeenCalled();
  });

  it('shows and speaks its reason when it is pressed with the keyboard (window 13)', async () => {
    const handleAction = vi.fn();
    render(<ActionButton label="Create" reason={reason} onAction={handleAction} />);
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    expect((await screen.findByRole('tooltip')).textContent).toBe(reason);
    expect(screen.getByRole('status').textContent).toBe(reason);
    expect(handleAction).not.toHaveBeenCalled();
  });

  it('says nothing before it is pressed, and acts once the reason is gone', async () => {
    const handleAction = vi.fn();
    const { rerender } = render(<ActionButton label="Create" reason={reason} onAction={handleAction} />);
    expect(screen.queryByRole('status')).toBeNull();
    rerender(<ActionButton label="Create" reason={undefined} onAction={handleAction} />);
    await userEvent.click(screen.getByRole('button', { name: 'Create' }));
    expect(handleAction).toHaveBeenCalledTimes(1);
    expect(screen.queryByRole('status')).toBeNull();
  });
});

it('shows fewer words than it is called by where the rest stands beside it', () => {
  render(<ActionButton label="Unlink db" text="Unlink" reason={undefined} onAction={vi.fn()} />);
  expect(screen.getByRole('button', { name: 'Unlink db' }).textContent).toBe('Unlink');
});

it('has a border unless it is an icon alone (window m15)', () => {
  render(
    <>
      <ActionButton label="Clone…" reason={undefined} onAction={() => undefined} />
      <ActionButton label="Close" isCompact reason={undefined} onAction={() => undefined} />
    </>,
  );
  expect(screen.getByRole('button', { name: 'Clone…' }).className).toContain('MuiButton-outlined');
  expect(screen.getByRole('button', { name: 'Close' }).className).toContain('MuiIconButton');
});
