// SPDX-License-Identifier: Apache-2.0
/** Operations on what a client plans to do, before any of it is done. */

import * as z from 'zod';
import { networkSchema } from '../../model/containers/container.ts';
import { hostPortSchema, publicationSchema } from '../../model/containers/publication.ts';
import { volumeSourceSchema } from '../../model/containers/volume.ts';
import { netSchema, ownNetworkNameSchema } from '../../model/host/network.ts';
import { containerNameSchema } from '../../model/names.ts';
import { wordsSchema } from '../../model/words.ts';
import { makeOnce } from '../../make-once.ts';
import { request } from '../../operation.ts';

/** Limits how many of each kind a call may plan. */
export const maxPlanned = 500;
const maxGivenUp = 5000;

/** Why the host would deny each, in the order in which they were asked about; null where no reason is known. */
const problemsSchema = makeOnce(() => z.array(wordsSchema().nullable()));

export const planOperations = {
  'plan.check': request({
    summary:
      'Says which networks, published ports, volumes and domains of a plan the host would deny, and why: as things are now, and ' +
      'once the plan has given up what it gives up. Changes nothing. Of volumes only the path is judged.',
    action: 'view-host',
    changes: false,
    params: () =>
      z.strictObject({
        /** Containers that the plan removes, or creates: what one of these names has now is gone by then. */
        replaced: z.array(containerNameSchema()).max(maxGivenUp).default([]),
        /** Ports whose publication the plan ends. */
        unpublished: z
          .array(hostPortSchema().extend({ name: containerNameSchema() }))
          .max(maxGivenUp)
          .default([]),
        /** Lists the networks, which are set up in this order, before all the rest. */
        networks: z
          .array(z.strictObject({ name: ownNetworkNameSchema(), address: netSchema().nullable().default(null) }))
          .max(maxPlanned)
          .default([]),
        /** Lists the ports to publish, with the network that each container has by then. */
        published: z
          .array(publicationSchema().extend({ name: containerNameSchema(), network: networkSchema() }))
          .max(maxPlanned)
          .default([]),
        /** Folders of the host, or those of named volumes. */
        volumes: z.array(volumeSourceSchema()).max(maxPlanned).default([]),
        /** Says whether a container gets a domain of its own. */
        ownDomain: z.boolean().default(false),
      }),
    result: () =>
      z.strictObject({
        /** Gives each problem as the end of "cannot set up the network NAME: ...". */
        networks: problemsSchema(),
        /** Gives each problem as the end of "cannot publish PORT: ...". */
        published: problemsSchema(),
        /** Gives each problem as the end of "cannot use PATH for a volume: ...". */
        volumes: problemsSchema(),
        /** Gives the problem as the end of "cannot install the policy module: ..."; null when no reason is known. */
        ownDomain: wordsSchema().nullable().default(null),
      }),
    errors: [],
  }),
} as const;
