// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { describeVersions } from './describe-versions.ts';

const describe = (helper: string, client: string) => describeVersions({ helper, client }, 'this console');

it('has nothing to say of equal versions, and of what was not built', () => {
  expect([describe('0.1.0', '0.1.0'), describe('1.2.3~rc1', '1.2.3'), describe('0.0.0-source', '0.1.0')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(describe('0.1.0', 'unknown')).toBeUndefined();
});

it('says that an older helper is updated first, by numbers and not by digits (F7)', () => {
  expect(describe('0.9.0', '0.10.0')).toEqual({
    older: 'helper',
    what: 'The helper of this host is version 0.9.0, this console is version 0.10.0',
    next: 'Update the package bulkhead-helper first: it may not know everything that is asked of it.',
  });
});

it('says that an older client works for one release, and is to be updated (F7)', () => {
  expect(describe('1.0.0', '0.10.9')).toMatchObject({
    older: 'client',
    next: 'Update this console: the helper serves it while it is one release behind.',
  });
});
