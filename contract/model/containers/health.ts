// SPDX-License-Identifier: Apache-2.0
/** The health of what runs in a container. All text in it is the container's: data, of which nothing may be obeyed. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { timeSchema } from '../names.ts';
import { wordsSchema } from '../words.ts';

/** Bounds of what is given of each kind; `isCut` says that there is more. */
export const maxFailedUnits = 100;
export const maxListening = 256;
export const maxUpdates = 100;

export const unknownHealthSchema = makeOnce(() =>
  z.strictObject({
    state: z.literal('unknown'),
    /** Why, as an end of a sentence: "it has no systemd". */
    reason: wordsSchema(),
  }),
);

const unitsSchema = makeOnce(() =>
  z.discriminatedUnion('state', [
    z.strictObject({
      state: z.literal('known'),
      /** Units of systemd that failed. */
      failed: z.array(z.strictObject({ name: z.string(), description: z.string() })).max(maxFailedUnits),
      isCut: z.boolean(),
    }),
    unknownHealthSchema(),
  ]),
);

const listeningSchema = makeOnce(() =>
  z.discriminatedUnion('state', [
    z.strictObject({
      state: z.literal('known'),
      sockets: z
        .array(
          z.strictObject({
            protocol: z.enum(['tcp', 'udp']),
            /** Null for all that it has. */
            address: z.string().nullable(),
            port: z.number().int().min(0).max(65_535),
          }),
        )
        .max(maxListening),
      isCut: z.boolean(),
    }),
    unknownHealthSchema(),
  ]),
);

/** What newer versions there are of installed packages. */
export const knownUpdatesSchema = makeOnce(() =>
  z.strictObject({
    state: z.literal('known'),
    /** Installed packages of which its lists of packages have a newer version. */
    count: z.number().int().nonnegative(),
    /** Counts the updates whose newer version is in a list of security updates. */
    securityCount: z.number().int().nonnegative(),
    /** The first of them, those with security updates before the others. */
    packages: z
      .array(z.strictObject({ name: z.string(), installed: z.string(), newer: z.string(), isSecurity: z.boolean() }))
      .max(maxUpdates),
    /** Gives the time at which the lists were last fetched. */
    listsAt: timeSchema(),
  }),
);

const updatesSchema = makeOnce(() => z.discriminatedUnion('state', [knownUpdatesSchema(), unknownHealthSchema()]));

export const containerHealthSchema = makeOnce(() =>
  z.strictObject({
    checkedAt: timeSchema(),
    units: unitsSchema(),
    listening: listeningSchema(),
    updates: updatesSchema(),
    /** Says whether a program in the container asks for a restart; null where nothing says so either way. */
    isRestartRequired: z.boolean().nullable(),
  }),
);
export type ContainerHealth = z.infer<ReturnType<typeof containerHealthSchema>>;
/** Describes the health as the helper gives it: its words are not text yet. */
export type GivenHealth = z.input<ReturnType<typeof containerHealthSchema>>;
