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
  expect(withSettingLines(lines, { name: 'web', settings, former: ['A'], formerLines: [] })).toEqual([
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
  const once = withSettingLines(lines, { ...wanted, former: [], formerLines: [] });
  expect(withSettingLines(once, { ...wanted, former: ['A'], formerLines: [] })).toEqual(once);
});

it('replace the lines that a person added, and leave those of the same key that Bulkhead wrote', () => {
  const own = { key: 'lxc.cap.drop', value: 'mac_admin' };
  const former = [
    { key: 'lxc.cap.drop', value: 'net_raw' },
    { key: 'lxc.sched.core', value: '1' },
  ];
  const settings = { ...noSettings, lines: [{ key: 'lxc.cap.drop', value: 'sys_ptrace' }] };
  expect(
    withSettingLines([own, ...former], { name: 'web', settings, former: [], formerLines: former }).filter(
      ({ key }) => key !== 'lxc.uts.name',
    ),
  ).toEqual([own, ...settings.lines]);
});

it('hold none that weakens the isolation, though it is in the settings', () => {
  const settings = { ...noSettings, lines: [{ key: 'lxc.hook.pre-start', value: '/bin/sh' }] };
  const written = withSettingLines(lines, { name: 'web', settings, former: [], formerLines: [] });
  expect(written.map(({ key }) => key)).not.toContain('lxc.hook.pre-start');
});
