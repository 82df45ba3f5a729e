// SPDX-License-Identifier: Apache-2.0
/**
 * The attempts in a cluster of Incus, made as root inside one container on another that is first on the same member,
 * with its files reachable by path, and then on another one. Two members share no kernel and no files: what they share
 * is the network.
 */

import { type Phrase, say } from '../../../../contract/text.ts';
import { probes } from './probe-list.ts';
import type { Probe, SurfaceProbe } from './probe.ts';

export const probesAcross: readonly Probe[] = probes.filter(({ acrossMembers }) => acrossMembers !== undefined);

/** Says which of these are also tried with the victim on another member. */
export function isTriedElsewhere({ acrossMembers }: Probe): boolean {
  return acrossMembers === 'anywhere';
}

const noWay = { layer: 'namespaces', words: 'no way leads there from its network' } as const;

/** Containers on one bridge of Incus reach each other, as many of them need to; so it neither passes nor fails. */
export const surfaceAcross: readonly SurfaceProbe[] = [
  {
    id: 'surface-address',
    breach: 'secret',
    title: say('A service of another container, by its address'),
    note: say(
      'Containers on one bridge of Incus reach each other. To end that, set security.port_isolation=true on their networks.',
    ),
    deniedBy: { EHOSTUNREACH: noWay, ENETUNREACH: noWay, ETIMEDOUT: noWay, ECONNREFUSED: noWay },
  },
];

/** What such a run cannot show. */
export const limitationsAcross: readonly Phrase[] = [
  say('No layer of a container of Incus is removed, so nothing is known of what would come through without it.'),
  say(
    'Files are tried on one member only, since two members share none. What comes to a member gets its context read ' +
      'back there, and its files keep their label.',
  ),
];
