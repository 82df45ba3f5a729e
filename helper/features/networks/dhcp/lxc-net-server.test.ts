// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { chosenFile, withChosenFile } from './lxc-net-server.ts';

const ours = '/var/lib/bulkhead/dhcp/lxcbr0.conf';

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

it('adds one line to the settings of lxc-net, and keeps all others', () => {
  for (const before of ['USE_LXC_BRIDGE="true"\n', 'USE_LXC_BRIDGE="true"']) {
    const settings = withChosenFile(before, ours);
    expect(settings.startsWith('USE_LXC_BRIDGE="true"\n\n#')).toBe(true);
    expect(chosenFile(settings)).toBe(ours);
  }
});
