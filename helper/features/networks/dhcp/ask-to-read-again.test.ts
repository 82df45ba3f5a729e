// SPDX-License-Identifier: Apache-2.0

import { expect, it } from 'vitest';
import { askToReadAgain } from './ask-to-read-again.ts';

const failing = (code: string) => (): never => {
  throw Object.assign(new Error(`kill ${code}`), { code });
};

it('says that a server was asked', () => {
  const asked: unknown[] = [];
  const kill = (...call: readonly unknown[]): true => {
    asked.push(call);
    return true;
  };
  expect(askToReadAgain(7, kill)).toBe(true);
  expect(asked).toEqual([[7, 'SIGHUP']]);
});

it.each(['EACCES', 'EPERM'])('says that a server was not asked where the kernel denies the signal with %s', (code) => {
  expect(askToReadAgain(7, failing(code))).toBe(false);
});

it('fails where the server is gone', () => {
  expect(() => askToReadAgain(7, failing('ESRCH'))).toThrow('ESRCH');
});
