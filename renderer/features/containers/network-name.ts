// SPDX-License-Identifier: Apache-2.0
/** The network of a container and its published ports, as short as a cell of the list is. */

import type { Network } from '../../../contract/model/containers/container.ts';
import type { Publication } from '../../../contract/model/containers/publication.ts';
import { t } from '../../lib/language/t.ts';

export function networkName(network: Network): string {
  if (network.kind === 'bridge') return network.bridge;
  if (network.kind === 'macvlan') return t('macvlan {parent}', { parent: network.parent });
  return network.kind === 'none' ? t('none') : network.kind;
}

/** `443, 53/udp`: the ports of the host; undefined where there is none. */
export function publishedWords(published: readonly Publication[]): string | undefined {
  if (published.length === 0) return undefined;
  return published.map(({ protocol, hostPort }) => `${hostPort}${protocol === 'udp' ? '/udp' : ''}`).join(', ');
}
