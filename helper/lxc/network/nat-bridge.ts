// SPDX-License-Identifier: Apache-2.0
/** The bridge behind the host's address: LXC's own, `lxcbr0`, brought up by its own service. */

import { existsSync } from 'node:fs';
import { fail } from '../../../contract/errors.ts';
import type { Network } from '../../../contract/model/containers/container.ts';
import { say } from '../../../contract/text.ts';
import { runProgram } from '../../system/programs/run-program.ts';
import { separateContainers } from './pair-rules.ts';
import { natBridge } from './port-guard.ts';

/** Ensures that the bridge or the interface of a network exists; fails with `network-unavailable` when it cannot exist. */
export async function ensureNetwork(network: Network, signal: AbortSignal): Promise<void> {
  if (network.kind === 'none') return;
  if (network.kind === 'bridge') {
    if (!existsSync(`/sys/class/net/${network.bridge}/bridge`))
      fail('network-unavailable', { reason: say('the host has no bridge {bridge}', { bridge: network.bridge }) });
    return;
  }
  if (network.kind === 'macvlan') {
    if (!existsSync(`/sys/class/net/${network.parent}`))
      fail('network-unavailable', { reason: say('the host has no interface {parent}', { parent: network.parent }) });
    if (existsSync(`/sys/class/net/${network.parent}/bridge`))
      fail('network-unavailable', {
        reason: say('{parent} is a bridge; choose the network bridge:{parent}', { parent: network.parent }),
      });
    return;
  }
  if (existsSync(`/sys/class/net/${natBridge}/bridge`)) return separateContainers(signal);
  // The service may have failed at boot, before the policy module was there that lets its dnsmasq work, and lets the
  // helper start this unit and no other (once systemd has loaded the unit with its label: bulkhead-host.cil).
  await runProgram('/usr/sbin/restorecon', ['-R', '/run/lxc'], { signal });
  await runProgram('/usr/bin/systemctl', ['reset-failed', 'lxc-net.service'], { signal });
  const { code, stderr } = await runProgram('/usr/bin/systemctl', ['restart', 'lxc-net.service'], { signal });
  if (code !== 0 || !existsSync(`/sys/class/net/${natBridge}/bridge`)) {
    fail('network-unavailable', {
      reason: say('lxc-net.service does not bring up {natBridge} ({stderr}); see systemctl status lxc-net', {
        natBridge,
        stderr: stderr.trim() || say('see its journal'),
      }),
    });
  }
  await separateContainers(signal);
}
