// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ActButton } from './action-button.tsx';

afterEach(cleanup);

const reason = 'There is no connection to the host';

describe('a button that cannot be used', () => {
  it('shows and speaks its reason when it is pressed with the pointer (window 13)', async () => {
    const handleAct = vi.fn();
    render(<ActButton label="Create" reason={reason} onAct={handleAct} />);
    await userEvent.click(screen.getByRole('button', { name: 'Create' }));
    expect((await screen.findByRole('tooltip')).textContent).toBe(reason);
    expect(screen.getByRole('status').textContent).toBe(reason);
    expect(handleAct).not.toHaveBeenCalled();
  });

  it('shows and speaks its reason when it is pressed with the keyboard (window 13)', async () => {
    const handleAct = vi.fn();
    render(<ActButton label="Create" reason={reason} onAct={handleAct} />);
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    expect((await screen.findByRole('tooltip')).textContent).toBe(reason);
    expect(screen.getByRole('status').textContent).toBe(reason);
    expect(handleAct).not.toHaveBeenCalled();
  });

  it('says nothing before it is pressed, and acts once the reason is gone', async () => {
    const handleAct = vi.fn();
    const { rerender } = render(<ActButton label="Create" reason={reason} onAct={handleAct} />);
    expect(screen.queryByRole('status')).toBeNull();
    rerender(<ActButton label="Create" reason={undefined} onAct={handleAct} />);
    await userEvent.click(screen.getByRole('button', { name: 'Create' }));
    expect(handleAct).toHaveBeenCalledTimes(1);
    expect(screen.queryByRole('status')).toBeNull();
  });
});
