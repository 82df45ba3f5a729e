// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { consoleLogLines, withConsoleLog } from './console-log.ts';

const name = { key: 'lxc.uts.name', value: 'web' };
const own = consoleLogLines('/x/console.log');

test('is added where it is missing, and nothing changes where it is there', () => {
  expect(withConsoleLog([name], '/x/console.log')).toEqual([name, ...own]);
  const lines = [...own, name];
  expect(withConsoleLog(lines, '/x/console.log')).toBe(lines);
});

test('another file, or one without a limit, is replaced', () => {
  const other = [{ key: 'lxc.console.logfile', value: '/srv/console' }, name, { key: 'lxc.console.size', value: '0' }];
  expect(withConsoleLog(other, '/x/console.log')).toEqual([name, ...own]);
});
