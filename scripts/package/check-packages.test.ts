// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { checkersOf, checkPackages } from './check-packages.ts';

test('Debian packages go to lintian, and errors count', () => {
  const lintian = checkersOf('/checkout', ['/x/a_1_all.deb', '/x/a-1.noarch.rpm']).find(
    ({ program }) => program === 'lintian',
  );
  expect(lintian?.words).toEqual(['--allow-root', '--fail-on', 'error', '/x/a_1_all.deb']);
});

test('a checker that finds something ends the build, and one that is missing is named', async () => {
  await expect(checkPackages([{ program: 'false', words: [] }])).rejects.toThrow(/^cannot run false/);
  expect(
    await checkPackages([
      { program: 'true', words: [] },
      { program: 'no-such-checker', words: [] },
    ]),
  ).toEqual(['no-such-checker']);
});
