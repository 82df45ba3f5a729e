// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { LinkDialog } from './link-dialog.tsx';
import { followLink, type TerminalQuestion } from './terminal-guard.ts';

afterEach(cleanup);

interface Shown {
  readonly opened: string[];
  readonly handleClose: () => void;
  readonly text: string;
}

/** Presses a link in a terminal, and shows what it asks. */
function ask(address: string, shown?: string): Shown | undefined {
  const asked: TerminalQuestion[] = [];
  followLink(new MouseEvent('click'), { address, ...(shown !== undefined && { shown }) }, (one) => asked.push(one));
  const [question] = asked;
  if (question?.kind !== 'link') return undefined;
  const opened: string[] = [];
  const handleClose = vi.fn();
  render(<LinkDialog question={question} onOpen={(one) => opened.push(one)} onClose={handleClose} />);
  const text = screen.getByRole('dialog', { name: 'Open a link from the container' }).textContent;
  return { opened, handleClose, text };
}

it('opens a link only after a person saw its host, its address and what stood in its place', async () => {
  const asked = ask('http://www.аррӏе.example/ä\u202ex', 'https://apple.example/\u202e');
  expect(asked?.text).toContain('www.xn--80ak6aa92e.example');
  expect(asked?.text).toContain('Written aswww.аррӏе.example');
  expect(asked?.text).toContain('Shown ashttps://apple.example/\\u{202e}');
  expect(asked?.text).toContain('http://www.xn--80ak6aa92e.example/%C3%A4%E2%80%AEx');
  expect(asked?.text).toContain('Not encrypted');
  expect(asked?.opened).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Open link' }));
  expect(asked?.opened).toEqual(['http://www.xn--80ak6aa92e.example/%C3%A4%E2%80%AEx']);
  expect(asked?.handleClose).toHaveBeenCalledOnce();
});

it('says no more than there is to say of a plain https address', () => {
  const asked = ask('https://www.example.org/a', 'https://www.example.org/a');
  expect(asked?.text).not.toMatch(/Written as|Shown as|Not encrypted/);
});

it('copies the address instead, and opens nothing', async () => {
  const user = userEvent.setup();
  const asked = ask('https://www.example.org/a');
  await user.click(screen.getByRole('button', { name: 'Copy address' }));
  expect(await screen.findByRole('button', { name: 'Copied' })).toBeDefined();
  expect(await navigator.clipboard.readText()).toBe('https://www.example.org/a');
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(asked?.opened).toEqual([]);
});

it('opens nothing by Enter alone', async () => {
  const asked = ask('https://www.example.org/a');
  await userEvent.keyboard('{Enter}');
  expect(asked?.opened).toEqual([]);
});

it.each([
  'javascript:alert(1)',
  'file:///etc/passwd',
  'https://bank.example@evil.example/',
  'https://ex\u202eample.org/',
])('does not even ask about %j', (address) => {
  expect(ask(address)).toBeUndefined();
});
