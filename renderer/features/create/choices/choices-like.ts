// SPDX-License-Identifier: Apache-2.0
/** The choices for another container like one that is there. */

import type { Container } from '../../../../contract/model/containers/container.ts';
import { noSettings } from '../../../../contract/model/containers/settings.ts';
import { limitTexts } from '../../containers/limits/limit-texts.ts';
import { draftOfSettings } from '../../containers/settings/settings-draft.ts';
import { formatPorts } from '../../policy/policy-labels.ts';
import type { Choices } from './creation.ts';
import { nameLike } from '../../containers/name-like.ts';

/**
 * Leaves out what is one container's alone: its volumes, its published ports, its host name, its address, and what it
 * learns.
 */
export function choicesLike(container: Container, taken: readonly string[]): Choices {
  const { name, image, limits, network, confinement, ports, allow, connectTypes, tags, settings } = container;
  return {
    name: nameLike(name, new Set(taken)),
    image: image ?? '',
    limits: limitTexts(limits),
    network: network?.kind ?? 'nat',
    bridge: interfaceOf(network),
    published: [],
    confinement: confinement === 'learning' ? 'own' : (confinement ?? 'shared'),
    ports: formatPorts(ports),
    allow,
    connect: connectTypes,
    volumes: [],
    tags: tags.join(', '),
    settings: draftOfSettings({ ...(settings ?? noSettings), hostname: null, address: null }),
    start: true,
  };
}

function interfaceOf(network: Container['network']): string {
  if (network?.kind === 'bridge') return network.bridge;
  return network?.kind === 'macvlan' ? network.parent : '';
}
