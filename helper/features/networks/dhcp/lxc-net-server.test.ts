// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { chosenFile } from './lxc-net-server.ts';

it.each([
  ['USE_LXC_BRIDGE="true"\n\n#LXC_DHCP_CONFILE=/etc/dnsmasq.conf\n', undefined],
  ['', undefined],
  ['LXC_DHCP_CONFILE=\n', undefined],
  ['LXC_DHCP_CONFILE=""\n', undefined],
  ['LXC_DHCP_CONFILE=/etc/lxc/dnsmasq.conf', '/etc/lxc/dnsmasq.conf'],
  ['LXC_DHCP_CONFILE=/a\n  LXC_DHCP_CONFILE="/b" # mine\n', '/b'],
])('the settings of lxc-net %j name the file %j', (settings, file) => {
  expect(chosenFile(settings)).toBe(file);
});
