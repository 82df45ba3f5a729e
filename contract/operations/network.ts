// SPDX-License-Identifier: Apache-2.0
/** Operations on the networks of a host, and on what containers reach of one another. */

import * as z from 'zod';
import { containerSchema } from '../model/containers/container.ts';
import { hostNetworksSchema } from '../model/host/network.ts';
import { containerNameSchema } from '../model/names.ts';
import { request } from '../operation.ts';

const onPair = z
  .strictObject({ name: containerNameSchema, other: containerNameSchema })
  .refine(({ name, other }) => name !== other, 'must name two containers');

export const networkOperations = {
  'network.list': request({
    summary: "Gives the host's bridges and addresses, and where its published ports and links lead now.",
    action: 'view-host',
    changes: false,
    params: z.strictObject({}),
    result: hostNetworksSchema,
    errors: [],
  }),
  'network.link': request({
    summary:
      "Lets two containers on the host's bridge reach each other's addresses, which no two containers do otherwise. " +
      'SELinux still isolates their files and processes.',
    action: 'link-containers',
    changes: true,
    params: onPair,
    result: containerSchema,
    errors: [
      'container-not-found',
      'container-not-managed',
      'container-busy',
      'link-not-allowed',
      'network-unavailable',
      'disk-full',
    ],
  }),
  'network.unlink': request({
    summary: 'Ends the link of two containers: from then on the host forwards nothing between them.',
    action: 'link-containers',
    changes: true,
    params: onPair,
    result: containerSchema,
    errors: [
      'container-not-found',
      'container-not-managed',
      'container-busy',
      'link-not-found',
      'network-unavailable',
      'disk-full',
    ],
  }),
} as const;
