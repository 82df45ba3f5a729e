// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { settingsChangeSchema } from './given-settings.ts';
import { changedSettings, differenceOfSettings } from './settings-change.ts';
import { noSettings, type Settings, settingsSchema } from './settings.ts';

const settings: Settings = {
  ...noSettings,
  description: 'shop',
  autostart: { order: 10, delaySeconds: 5 },
  hostname: 'shop.example.org',
  environment: [
    { name: 'A', value: '1' },
    { name: 'LANG', value: 'C.UTF-8' },
  ],
};
const isValid = (part: object): boolean => settingsSchema().safeParse({ ...noSettings, ...part }).success;

describe('settings of a container', () => {
  it.each([
    { description: 'one\ntwo' },
    { description: 'a\u202eb' },
    { description: 'x'.repeat(201) },
    { hostname: '-a' },
    { hostname: 'a..b' },
    { hostname: 'a b' },
    { hostname: 'a'.repeat(64) },
    { autostart: { order: -1, delaySeconds: 0 } },
    { autostart: { order: 1, delaySeconds: 601 } },
    { environment: [{ name: '1A', value: '' }] },
    { environment: [{ name: 'A=B', value: '' }] },
    { environment: [{ name: 'container', value: 'lxc' }] },
    { environment: [{ name: 'A', value: 'b\nlxc.cap.drop = ' }] },
    { environment: [{ name: 'A', value: ' b' }] },
    { address: '10.0.3.20/24' },
    { address: '010.0.3.20' },
    { address: '255.255.255.255' },
    { nameservers: ['192.0.2.1\ndhcp-script=/bin/sh'] },
    { nameservers: ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'] },
    { searchDomains: ['a,b'] },
    { searchDomains: ['a.org.'] },
  ])('do not hold %j (C2)', (part) => {
    expect([isValid({}), isValid(part)]).toEqual([true, false]);
  });

  it('change where a change names them, and variables one by one', () => {
    const change = {
      autostart: null,
      environment: [
        { name: 'LANG', value: null },
        { name: 'B', value: '2' },
      ],
    };
    expect(changedSettings(settings, change)).toEqual({
      ...settings,
      autostart: null,
      environment: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    });
  });

  it('differ by a change that leads from the one to the other, and by nothing where they are the same', () => {
    expect(changedSettings(settings, differenceOfSettings(settings, noSettings))).toEqual(noSettings);
    expect(changedSettings(noSettings, differenceOfSettings(noSettings, settings))).toEqual(settings);
    expect(differenceOfSettings(settings, { ...settings, autostart: { order: 10, delaySeconds: 5 } })).toEqual({});
  });
});

describe('further lines of the LXC configuration', () => {
  const isGiven = (key: string, value: string | null): boolean =>
    settingsChangeSchema().safeParse({ lines: [{ key, value }] }).success;

  it('are given with a key that is allowed and a value of its form', () => {
    expect([isGiven('lxc.prlimit.nofile', '4096'), isGiven('lxc.prlimit.nofile', null)]).toEqual([true, true]);
    for (const [key, value] of [
      ['lxc.prlimit.nofile', '4096\nlxc.hook.start = /bin/sh'],
      ['lxc.prlimit.nofile', 'many'],
      ['lxc.hook.start', '/bin/sh'],
      ['lxc.cap.drop', ''],
    ] as const)
      expect([key, value, isGiven(key, value)]).toEqual([key, value, false]);
  });

  it('are said to be wrong by their key and an example', () => {
    const messages = (line: object) =>
      settingsChangeSchema()
        .safeParse({ lines: [line] })
        .error?.issues.map(({ message }) => message);
    expect(messages({ key: 'lxc.hook.start', value: 'x' })).toEqual(['runs a program as root of the host']);
    expect(messages({ key: 'lxc.sched.core', value: 'x' })).toEqual(['must be a value such as 1']);
  });

  it('change one by one, and are taken away by null', () => {
    const was = changedSettings(noSettings, {
      lines: [
        { key: 'lxc.sched.core', value: '1' },
        { key: 'lxc.cap.drop', value: 'net_raw' },
      ],
    });
    expect(was.lines.map(({ key }) => key)).toEqual(['lxc.cap.drop', 'lxc.sched.core']);
    const is = changedSettings(was, { lines: [{ key: 'lxc.sched.core', value: null }] });
    expect(differenceOfSettings(was, is)).toEqual({ lines: [{ key: 'lxc.sched.core', value: null }] });
    expect(differenceOfSettings(is, was)).toEqual({ lines: [{ key: 'lxc.sched.core', value: '1' }] });
  });
});
