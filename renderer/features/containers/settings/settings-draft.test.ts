// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { noSettings, type Settings } from '../../../../contract/model/containers/settings.ts';
import { draftOfSettings, readSettings } from './settings-draft.ts';

const settings: Settings = {
  ...noSettings,
  description: 'Shop',
  autostart: { order: 10, delaySeconds: 5 },
  hostname: 'shop.example.org',
  environment: [
    { name: 'A', value: 'b=c' },
    { name: 'LANG', value: 'C.UTF-8' },
  ],
  address: '10.0.3.20',
  nameservers: ['192.0.2.1', '192.0.2.2'],
  searchDomains: ['example.org'],
};

it.each([settings, noSettings])('are the same after they were typed: %j', (given) => {
  expect(readSettings(draftOfSettings(given))).toEqual({ status: 'valid', settings: given });
});

it.each([
  [{ order: 'first' }, { order: 'Enter a number from 0 to 999.' }],
  [{ delay: '9999' }, { delay: 'Enter seconds from 0 to 600.' }],
  [{ hostname: 'a b' }, { hostname: 'Must hold letters, digits, dashes and dots only.' }],
  [{ address: '10.0.3' }, { address: 'Must be an IPv4 address such as 10.0.3.20.' }],
  [{ nameservers: '192.0.2.1, x' }, { nameservers: 'Must be an IPv4 address such as 10.0.3.20.' }],
  [{ searchDomains: 'a..b' }, { searchDomains: 'Must be a domain such as example.org.' }],
  [{ environment: 'LANG' }, { environment: 'Write a line such as LANG=C.UTF-8 for each variable.' }],
  [{ environment: 'container=x' }, { environment: 'Is set by the container itself; choose another.' }],
])('with %j say what is wrong by field', (part, problems) => {
  expect(readSettings({ ...draftOfSettings(settings), ...part })).toEqual({ status: 'invalid', problems });
});

it('say nothing about order and delay of a container that a person starts', () => {
  const read = readSettings({ ...draftOfSettings(settings), isAutomatic: false, order: '', delay: 'x' });
  expect(read).toEqual({ status: 'valid', settings: { ...settings, autostart: null } });
});
