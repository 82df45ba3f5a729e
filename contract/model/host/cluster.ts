// SPDX-License-Identifier: Apache-2.0
/** A cluster of Incus, as the member that is asked sees it. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';

const bytes = makeOnce(() => z.number().nonnegative());

const clusterMemberSchema = makeOnce(() =>
  z.strictObject({
    name: z.string(),
    /**
     * Gives the address at which Incus reaches the member: a name, or an IP address as it is in a URL. Null where Incus
     * does not say it.
     */
    address: z.string().nullable(),
    /** `other` is a state that Incus has and Bulkhead has no word for; `message` says more. */
    state: z.enum(['online', 'evacuated', 'offline', 'other']),
    /** What Incus says about the state. */
    message: z.string(),
    /** Lists the roles as Incus names them: database, database-leader, event-hub. */
    roles: z.array(z.string()),
    groups: z.array(z.string()),
    /** How many containers are on it, and how many of them run as far as Incus knows. */
    containers: z.number().int().nonnegative(),
    running: z.number().int().nonnegative(),
    /** Over the last minute; null, as all that follows, where the member does not answer. */
    load: z.number().nullable(),
    cpus: z.number().int().nullable(),
    memoryBytes: bytes().nullable(),
    freeMemoryBytes: bytes().nullable(),
    pools: z.array(z.strictObject({ name: z.string(), usedBytes: bytes(), totalBytes: bytes() })),
  }),
);
export type ClusterMember = z.infer<ReturnType<typeof clusterMemberSchema>>;

export const clusterSchema = makeOnce(() =>
  z.strictObject({
    /** The version of Incus on the member that is asked. */
    version: z.string(),
    /**
     * The answer to the caller's challenge, which all members of one cluster give alike, and nobody else can: two hosts
     * are of one cluster when they give the same. Null without a challenge, without members, and where it cannot be given.
     */
    proof: z.string().nullable(),
    /** The member that is asked; null where Incus is on this host alone, and has no members. */
    member: z.string().nullable(),
    members: z.array(clusterMemberSchema()),
  }),
);
export type Cluster = z.infer<ReturnType<typeof clusterSchema>>;
