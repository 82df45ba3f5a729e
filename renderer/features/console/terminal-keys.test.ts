// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { terminalActionOf } from './terminal-keys.ts';

const none = { ctrlKey: false, shiftKey: false, altKey: false, metaKey: false };

it.each([
  ['F6', { kind: 'leave' }],
  ['E', { kind: 'split-right' }],
  ['ArrowUp', { kind: 'focus', arrow: 'up' }],
])('takes Ctrl+Shift+%s', (key, action) => {
  expect(terminalActionOf({ ...none, key, ctrlKey: true, shiftKey: true })).toEqual(action);
});

it.each([
  ['=', false, 'larger'],
  ['+', true, 'larger'],
  ['-', false, 'smaller'],
  ['0', false, 'normal'],
])('changes the size of the text by Ctrl and %s', (key, shiftKey, change) => {
  expect(terminalActionOf({ ...none, key, ctrlKey: true, shiftKey })).toEqual({ kind: 'size', change });
});

it.each(['c', 'k', 'e', 'w', 'F6', 'ArrowUp', 'r'])('leaves Ctrl+%s to the program', (key) => {
  expect(terminalActionOf({ ...none, key, ctrlKey: true })).toBeUndefined();
});

it('leaves what has no Ctrl, or Alt too, to the program', () => {
  expect(terminalActionOf({ ...none, key: '+' })).toBeUndefined();
  expect(terminalActionOf({ ...none, key: 'e', ctrlKey: true, shiftKey: true, altKey: true })).toBeUndefined();
});
