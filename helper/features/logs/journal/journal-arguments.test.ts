// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { unitNameSchema } from '../../../../contract/model/logs/log-line.ts';
import { followCommand, historyCommand } from './journal-arguments.ts';

const withoutFixed = (command: readonly string[]) =>
  command.filter((word) => !/^(env|SYSTEMD_|journalctl|--no-pager|--quiet|--all|--output)/.test(word));

test('the last lines are asked for, within the time', () => {
  expect(withoutFixed(historyCommand({ since: 10.7, until: 20.2, priority: 4, unit: 'nginx.service' }, 50))).toEqual([
    '--priority=4',
    '--unit=nginx.service',
    '--lines=50',
    '--since=@10',
    '--until=@21',
  ]);
});

test('a text is looked for as it stands, from the newest back', () => {
  expect(withoutFixed(historyCommand({ text: 'a.b (c) --x' }, 5))).toEqual([
    String.raw`--grep=a\.b \(c\) \-\-x`,
    '--case-sensitive=false',
    '--lines=5',
    '--reverse',
  ]);
});

test('following goes on after the last entry, or from a time when there was none', () => {
  expect(withoutFixed(followCommand({}, 's=1;i=2', 10))).toEqual(['--follow', '--no-tail', '--after-cursor=s=1;i=2']);
  expect(withoutFixed(followCommand({}, undefined, 10.9))).toEqual(['--follow', '--no-tail', '--since=@10']);
});

test.each(['-u', '--root=/', 'a b', 'a/b', '', 'a\n', '../x', '~x'])('%j is no unit', (unit) => {
  expect(unitNameSchema().safeParse(unit).success).toBe(false);
});
