// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { fireEvent, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TypedInput } from '../console/session/terminal-input.ts';
import { openTerminalSession, type TerminalSession } from '../console/terminal-session.ts';
import { useTypeToAll } from './use-type-to-all.ts';

/** Keeps what it was given, and is typed in by `type`. */
function fakeSession() {
  const listeners = new Set<(typed: TypedInput) => void>();
  const taken: TypedInput[] = [];
  return {
    taken,
    listeners,
    onTyped(listener: (typed: TypedInput) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    type: (typed: TypedInput) => void taken.push(typed),
    typeHere: (typed: TypedInput) => listeners.forEach((listener) => listener(typed)),
  };
}

it('what is typed in one goes to all others once, and to none while it is off', () => {
  const sessions = [fakeSession(), fakeSession(), fakeSession()] as const;
  const view = renderHook(({ isOn }) => useTypeToAll(isOn, sessions), { initialProps: { isOn: false } });
  const keys = { kind: 'keys', text: 'ls\r' } as const;
  sessions[1].typeHere(keys);
  view.rerender({ isOn: true });
  sessions[1].typeHere(keys);
  expect(sessions.map(({ taken }) => taken)).toEqual([[keys], [], [keys]]);
  view.rerender({ isOn: false });
  sessions[0].typeHere(keys);
  view.rerender({ isOn: true });
  view.unmount();
  sessions[0].typeHere(keys);
  expect(sessions.map(({ taken, listeners }) => [taken.length, listeners.size])).toEqual([
    [1, 0],
    [0, 0],
    [1, 0],
  ]);
});

let session: TerminalSession;
let heard: TypedInput[];

beforeEach(() => {
  session = openTerminalSession({
    hostId: undefined,
    container: 'web',
    choice: {},
    session: undefined,
    isGone: true,
    onStatus: vi.fn(),
    onSession: vi.fn(),
  });
  heard = [];
  session.onTyped((typed) => heard.push(typed));
  session.attach(document.body);
});
afterEach(() => session.dispose());

it('a key is heard; what is taken from another terminal is not, so that nothing goes round', () => {
  const field = document.querySelector('textarea');
  if (field === null) throw new Error('the terminal has no field');
  fireEvent.keyDown(field, { key: 'a', keyCode: 65 });
  session.type({ kind: 'keys', text: '\x1b[c' });
  session.type({ kind: 'paste', text: 'more' });
  expect(heard).toEqual([{ kind: 'keys', text: 'a' }]);
});
