// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { TipArea } from './tip-area.tsx';

afterEach(cleanup);

function show(): void {
  render(
    <TipArea>
      <button data-tip="It is not running." aria-disabled>
        Stop
      </button>
      <button data-tip="Open the terminal">Terminal</button>
    </TipArea>,
  );
}

it('a press in vain shows the reason and speaks it, each time', async () => {
  show();
  await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
  expect(screen.getByRole('tooltip').textContent).toBe('It is not running.');
  const spoken = screen.getByRole('status').firstChild;
  expect(spoken?.textContent).toBe('It is not running.');
  await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
  expect(screen.getByRole('status').firstChild).not.toBe(spoken);
});

it('a press that acts leaves nothing, and leaving takes the tip away', async () => {
  show();
  await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
  await userEvent.click(screen.getByRole('button', { name: 'Terminal' }));
  expect([screen.queryByRole('tooltip'), screen.queryByRole('status')]).toEqual([null, null]);
});

it('says what a button does when one points at it', async () => {
  show();
  await userEvent.hover(screen.getByRole('button', { name: 'Terminal' }));
  expect((await screen.findByRole('tooltip')).textContent).toBe('Open the terminal');
});
