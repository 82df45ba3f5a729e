// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { noSettings } from '../../contract/model/containers/settings.ts';
import { withSettingLines } from './setting-lines.ts';

const variable = (value: string) => ({ key: 'lxc.environment', value });
const lines = [
  { key: 'lxc.uts.name', value: 'old' },
  variable('A=1'),
  variable('BY_HAND=x'),
  { key: 'lxc.tty.max', value: '0' },
];

it('replace host name and own variables, and leave alone what a person wrote', () => {
  const settings = {
    ...noSettings,
    environment: [
      { name: 'B', value: 'a=b' },
      { name: 'C', value: '' },
    ],
  };
  expect(withSettingLines(lines, { name: 'web', settings, former: ['A'] })).toEqual([
    { key: 'lxc.uts.name', value: 'web' },
    variable('BY_HAND=x'),
    { key: 'lxc.tty.max', value: '0' },
    variable('B=a=b'),
    variable('C='),
  ]);
});

it('are the same when they are written twice', () => {
  const wanted = {
    name: 'web',
    settings: { ...noSettings, hostname: 'a.b', environment: [{ name: 'A', value: '2' }] },
  };
  const once = withSettingLines(lines, { ...wanted, former: [] });
  expect(withSettingLines(once, { ...wanted, former: ['A'] })).toEqual(once);
});
