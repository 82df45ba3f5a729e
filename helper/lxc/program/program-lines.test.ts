// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import { formatConfiguration } from '../configuration-file.ts';
import { programAddressOf, runsProgram, withoutProgram, withProgram } from './program-lines.ts';

const plain = [
  { key: 'lxc.uts.name', value: 'web' },
  { key: 'lxc.net.0.type', value: 'veth' },
  { key: 'lxc.net.0.link', value: 'lxcbr0' },
  { key: 'lxc.environment', value: 'LANG=C' },
];
const settings = {
  ...noSettings,
  program: ['nginx', '-g', 'daemon off;'],
  folder: '/srv',
  stopSignal: 'SIGQUIT' as const,
};
const user = { uid: 101, gid: 102, home: '/var/www' };
const address = { address: '10.0.3.20', length: 24, gateway: '10.0.3.1' };

it('writes the lines of a program', () => {
  expect(formatConfiguration(withProgram(plain, { settings, user, address }))).toBe(
    [
      'lxc.uts.name = web',
      'lxc.net.0.type = veth',
      'lxc.net.0.link = lxcbr0',
      'lxc.net.0.ipv4.address = 10.0.3.20/24',
      'lxc.net.0.ipv4.gateway = 10.0.3.1',
      'lxc.environment = LANG=C',
      "lxc.init.cmd = /.bulkhead-init -- nginx -g 'daemon off;'",
      'lxc.init.uid = 101',
      'lxc.init.gid = 102',
      'lxc.init.cwd = /srv',
      'lxc.signal.halt = SIGQUIT',
      'lxc.sysctl.net.ipv4.ip_unprivileged_port_start = 0',
      'lxc.environment = HOME=/var/www',
      '',
    ].join('\n'),
  );
});

it('writes them once, and takes them away again', () => {
  const once = withProgram(plain, { settings, user, address });
  expect(withProgram(once, { settings, user, address })).toEqual(once);
  expect([runsProgram(once), programAddressOf(once)]).toEqual([true, '10.0.3.20']);
  expect(withoutProgram(once)).toEqual(plain);
});

it('leaves lines alone that somebody else wrote', () => {
  const others = [
    ...plain,
    { key: 'lxc.init.cmd', value: '/sbin/init' },
    { key: 'lxc.net.0.ipv4.address', value: '1.2.3.4/8' },
  ];
  expect(withoutProgram(others)).toEqual(others);
  expect([runsProgram(others), programAddressOf(others)]).toEqual([false, undefined]);
});

it('has the home that was chosen', () => {
  const chosen = { ...settings, environment: [{ name: 'HOME', value: '/opt' }] };
  const lines = withProgram([...plain, { key: 'lxc.environment', value: 'HOME=/opt' }], {
    settings: chosen,
    user,
    address: undefined,
  });
  expect(lines.filter(({ value }) => value.startsWith('HOME='))).toEqual([
    { key: 'lxc.environment', value: 'HOME=/opt' },
  ]);
  expect(lines.some(({ key }) => key.startsWith('lxc.net.0.ipv4'))).toBe(false);
});
