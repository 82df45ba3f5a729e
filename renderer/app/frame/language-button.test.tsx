// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { languageChoice } from '../../window/language.ts';
import { LanguageButton } from './language-button.tsx';

const reload = vi.fn();

beforeEach(() => {
  reload.mockClear();
  vi.spyOn(window.location, 'reload').mockImplementation(reload);
});
afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.restoreAllMocks();
});

it('offers each language by its own name, remembers the chosen one, and loads the page for it', async () => {
  render(<LanguageButton />);
  await userEvent.click(screen.getByRole('button', { name: 'Language: English' }));
  const offered = screen.getAllByRole('menuitem').map(({ textContent }) => textContent);
  expect(offered).toEqual(['As the systemchosen', 'English', 'Deutsch', 'All settings']);
  await userEvent.click(screen.getByRole('menuitem', { name: 'Deutsch' }));
  expect([languageChoice(), reload.mock.calls.length]).toEqual(['de', 1]);
});
