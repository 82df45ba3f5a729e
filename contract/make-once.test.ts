// SPDX-License-Identifier: Apache-2.0
import { expect, it, vi } from 'vitest';
import { makeOnce } from './make-once.ts';

it.each([{ value: 1 }, undefined])('makes its value when it is first called, and never again: %j', (value) => {
  const make = vi.fn(() => value);
  const made = makeOnce(make);
  expect(make).not.toHaveBeenCalled();
  expect([made(), made()]).toEqual([value, value]);
  expect(make).toHaveBeenCalledTimes(1);
});
