// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { parsePasswd } from './window-user.ts';

test('reads a line of the user database', () => {
  expect(parsePasswd('ada:x:1000:1001:Ada,,,:/home/ada:/bin/bash\n')).toEqual({
    name: 'ada',
    uid: 1000,
    gid: 1001,
    home: '/home/ada',
    isOther: true,
  });
});

test.each(['', 'root:x:0:0:root:/root:/bin/bash', 'ada:x:one:1:::', 'nonsense'])(
  'finds no ordinary user in %j',
  (line) => {
    expect(parsePasswd(line)).toBeUndefined();
  },
);
