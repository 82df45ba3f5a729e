// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { placeBelow } from './unzip.ts';

test('an entry lands below the folder', () => {
  expect(placeBelow('/tmp/x', 'locales/de.pak')).toBe('/tmp/x/locales/de.pak');
});

test.each(['../y', '../x', 'a/../../y', '..'])('an entry named %s lands nowhere', (path) => {
  expect(() => placeBelow('/tmp/x', path)).toThrow('cannot unpack');
});
