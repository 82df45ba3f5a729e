// SPDX-License-Identifier: Apache-2.0
/** The network of a container in words. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { t } from '../../lib/language/t.ts';

/** `natBridge`: LXC's bridge, where it is known. */
export function networkLabel(network: Container['network'], natBridge?: string): string {
  if (network === null) return t('unknown');
  if (network.kind === 'bridge') return t('on bridge {bridge}', { bridge: network.bridge });
  if (network.kind === 'macvlan') return t('on the network of {parent} (macvlan)', { parent: network.parent });
  if (network.kind === 'none') return t('none');
  return natBridge === undefined ? t('NAT') : t('{bridge} (NAT)', { bridge: natBridge });
}

/** What others reach of it, and what it reaches. `isOwn`: on a network that Bulkhead set up. */
export function networkMeaning(network: Container['network'], isOwn = false): string {
  if (network === null) return t('Another tool configured it in a way that Bulkhead does not read.');
  switch (network.kind) {
    case 'nat':
      return t('Outgoing: through the host (NAT). Incoming: published ports. Between containers: linked ones only.');
    case 'bridge':
      if (isOwn)
        return t(
          'Bulkhead set up this network: its containers reach each other, and other machines by the address of the host. ' +
            'Others reach them by published ports only.',
        );
      return t(
        'An administrator manages this bridge: all who are on it reach the container. Ports are not ' +
          'published, and links are not needed.',
      );
    case 'macvlan':
      return t(
        'It is a machine of its own on the network of this interface, and reached from there. It reaches ' +
          'neither the host nor other containers on the same interface; nobody checks its addresses.',
      );
    case 'none':
      return t('It has its loopback only: it reaches nothing, and nothing reaches it.');
  }
}
