// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { fireEvent } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TerminalQuestion } from '../terminal-guard.ts';
import type { TerminalAction } from '../terminal-keys.ts';
import { createListeners } from './listeners.ts';
import { connectInput, type TypedInput } from './terminal-input.ts';
import { createScreen, readLines, showScreen, type TerminalScreen } from './terminal-screen.ts';

let shown: TerminalScreen;
let hide: () => void;
let disconnect: () => void;
let heard: readonly [actions: TerminalAction[], typed: TypedInput[]];
let forgetActions: () => void;

beforeEach(() => {
  heard = [[], []];
  const actions = createListeners<TerminalAction>();
  const typists = createListeners<TypedInput>();
  forgetActions = actions.add((action) => heard[0].push(action));
  typists.add((typed) => heard[1].push(typed));
  shown = createScreen(vi.fn());
  disconnect = connectInput(shown, { questions: createListeners<TerminalQuestion>(), actions, typists });
  hide = showScreen(shown, document.body);
});
afterEach(() => {
  disconnect();
  shown.terminal.dispose();
  hide();
});

function press(key: string, keyCode: number, isAction: boolean): void {
  const field = shown.element.querySelector('textarea');
  if (field === null) throw new Error('the terminal has no field');
  fireEvent.keyDown(field, { key, keyCode, ctrlKey: isAction, shiftKey: isAction });
}

it('a key of the window is not the program’s, and is heard once by who listens', () => {
  press('f', 70, true);
  press('a', 65, false);
  expect(heard).toEqual([[{ kind: 'search' }], [{ kind: 'keys', text: 'a' }]]);
  forgetActions();
  press('f', 70, true);
  expect(heard[0]).toHaveLength(1);
});

it('lines that the terminal wrapped are read as one', async () => {
  const long = 'x'.repeat(shown.terminal.cols + 20);
  await new Promise<void>((resolve) => shown.terminal.write(`one\r\n${long}\r\ntwo`, resolve));
  expect(readLines(shown.terminal)).toBe(`one\n${long}\ntwo\n`);
});

it('is in the page until it is hidden', () => {
  expect(document.body.contains(shown.element)).toBe(true);
  hide();
  expect(document.body.contains(shown.element)).toBe(false);
});
