// SPDX-License-Identifier: Apache-2.0
/** Operations on the networks of a host, and on what containers reach of one another. */

import * as z from 'zod';
import { managedFailures } from '../../errors.ts';
import { containerSchema, networkSchema } from '../../model/containers/container.ts';
import { hostNetworksSchema, netSchema, ownNetworkNameSchema } from '../../model/host/network.ts';
import { containerNameSchema, interfaceNameSchema } from '../../model/names.ts';
import { makeOnce } from '../../make-once.ts';
import { request } from '../../operation.ts';

const onPair = makeOnce(() =>
  z
    .strictObject({ name: containerNameSchema(), other: containerNameSchema() })
    .refine(({ name, other }) => name !== other, 'must name two containers'),
);

export const networkOperations = {
  'network.list': request({
    summary: "Gives the host's bridges and addresses, and where its published ports and links lead now.",
    action: 'view-host',
    changes: false,
    params: () => z.strictObject({}),
    result: hostNetworksSchema,
    errors: [],
  }),
  'network.create': request({
    summary:
      'Sets up a network of its own: a bridge behind the address of the host, with a DHCP server. Containers on it reach ' +
      'each other and other machines, and no container on another network. It comes back after a restart of the host.',
    action: 'manage-networks',
    changes: true,
    params: () =>
      z.strictObject({
        /** Names the bridge of the network: `bridge:NAME` is the network of a container on it. */
        name: ownNetworkNameSchema(),
        /** Gives the net, or the host's own address in it, as `10.0.4.0/24`; null for the next net that is free. */
        address: netSchema().nullable().default(null),
      }),
    result: () => z.strictObject({ name: z.string(), address: z.string() }),
    errors: ['network-not-allowed', 'network-unavailable', 'disk-full'],
  }),
  'network.remove': request({
    summary: 'Removes a network that Bulkhead set up and that no container is on, with its bridge and its DHCP server.',
    action: 'manage-networks',
    changes: true,
    runsOnFullDisk: true,
    params: () => z.strictObject({ name: interfaceNameSchema() }),
    result: () => z.strictObject({}),
    errors: ['network-not-found', 'network-in-use', 'network-unavailable', 'disk-full'],
  }),
  'network.change': request({
    summary:
      'Puts a stopped container on another network, from its next start on. Its hardware address, its settings and its ' +
      'tags stay; one with published ports or links stays where these are possible.',
    action: 'manage-containers',
    changes: true,
    params: () => z.strictObject({ name: containerNameSchema(), network: networkSchema() }),
    result: containerSchema,
    errors: [
      ...managedFailures,
      'container-running',
      'container-busy',
      'container-failed',
      'network-not-possible',
      'network-unavailable',
      'address-not-allowed',
      'egress-not-allowed',
      'disk-full',
    ],
  }),
  'network.link': request({
    summary:
      "Lets two containers on the host's bridge reach each other's addresses, which no two containers do otherwise. " +
      'SELinux still isolates their files and processes.',
    action: 'link-containers',
    changes: true,
    params: onPair,
    result: containerSchema,
    errors: [...managedFailures, 'container-busy', 'link-not-allowed', 'network-unavailable', 'disk-full'],
  }),
  'network.unlink': request({
    summary: 'Ends the link of two containers: from then on the host forwards nothing between them.',
    action: 'link-containers',
    changes: true,
    params: onPair,
    result: containerSchema,
    errors: [...managedFailures, 'container-busy', 'link-not-found', 'network-unavailable', 'disk-full'],
  }),
} as const;
