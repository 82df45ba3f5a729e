// SPDX-License-Identifier: Apache-2.0
/** Why a running container has no address of its network. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';

/**
 * `just-started`: it started seconds ago. `server-down`: the DHCP server of its bridge does not run. `none-left`: that
 * server has given all that it has. `table-full`: the kernel's neighbour table is full, without which no address can be
 * given. `not-taken`: the server gave it one, and it does not use it. `not-given`: it uses one that the server did not
 * give it, and the guard of its port denies that. `no-lease`: the server has given it none. `unknown`: the host does not
 * give the addresses of its network, or cannot know.
 */
export const addressProblemSchema = makeOnce(() =>
  z.enum([
    'no-network',
    'just-started',
    'server-down',
    'none-left',
    'table-full',
    'not-taken',
    'not-given',
    'no-lease',
    'unknown',
  ]),
);
export type AddressProblem = z.infer<ReturnType<typeof addressProblemSchema>>;
