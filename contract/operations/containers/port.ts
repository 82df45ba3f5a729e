// SPDX-License-Identifier: Apache-2.0
/** Operations on published ports. */

import * as z from 'zod';
import { managedFailures } from '../../errors.ts';
import { containerSchema } from '../../model/containers/container.ts';
import { hostPortSchema, publicationSchema } from '../../model/containers/publication.ts';
import { containerNameSchema } from '../../model/names.ts';
import { makeOnce } from '../../make-once.ts';
import { request } from '../../operation.ts';
import { wordsSchema } from '../../model/words.ts';

const ofContainer = makeOnce(() => ({ name: containerNameSchema() }));

/** Says whether the container's domain may listen on a port, as the loaded policy decides it. */
const listenVerdictSchema = makeOnce(() =>
  z.strictObject({
    /**
     * `permissive`: it would be logged, not blocked. `unknown`: the policy cannot be asked, or gives the port no type.
     */
    state: z.enum(['allowed', 'denied', 'permissive', 'unknown']),
    /** The type that the loaded policy gives the port, such as `http_port_t`. */
    type: z.string().nullable(),
  }),
);
export type ListenVerdict = z.infer<ReturnType<typeof listenVerdictSchema>>;

export const portOperations = {
  'port.check': request({
    summary:
      'Says whether a port of the host can be published for a container, and whether SELinux lets the container ' +
      'listen on its own port, while both are typed.',
    action: 'view-host',
    promptsNobody: true,
    changes: false,
    params: () => publicationSchema().extend(ofContainer()),
    result: () =>
      z.strictObject({
        /** Why it cannot be published, as an end of "cannot publish ...: "; null when no reason is known. */
        problem: wordsSchema().nullable(),
        listen: listenVerdictSchema(),
      }),
    errors: [...managedFailures],
  }),
  'port.publish': request({
    summary:
      "Publishes a port of a container: what reaches this port of the host goes on to the container's. It holds at " +
      'once, follows the address of the container, and comes back after a restart of the host.',
    action: 'publish-ports',
    changes: true,
    params: () => publicationSchema().extend(ofContainer()),
    result: containerSchema,
    errors: [...managedFailures, 'container-busy', 'port-not-allowed', 'network-unavailable', 'disk-full'],
  }),
  'port.unpublish': request({
    summary: 'Unpublishes a port. New connections no longer reach the container; those that exist go on.',
    action: 'publish-ports',
    changes: true,
    params: () => hostPortSchema().extend(ofContainer()),
    result: containerSchema,
    errors: [...managedFailures, 'container-busy', 'port-not-published', 'network-unavailable', 'disk-full'],
  }),
} as const;
