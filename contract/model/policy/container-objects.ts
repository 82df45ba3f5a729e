// SPDX-License-Identifier: Apache-2.0
/**
 * What running containers have of mounts, files, terminals, processes, descriptors and sockets, and which of it does not
 * hold the categories of its container. A proof of the policy rests on these labels.
 */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { containerNameSchema } from '../names.ts';
import { keptWordsSchema } from '../words.ts';

const objectKinds = ['mount', 'file', 'terminal', 'process', 'descriptor', 'socket'] as const;
export type ObjectKind = (typeof objectKinds)[number];

const count = makeOnce(() => z.number().int().min(0));

const lookedContainerSchema = makeOnce(() =>
  z.strictObject({
    name: containerNameSchema(),
    /** Counts what was looked at. */
    looked: z.strictObject({
      mount: count(),
      file: count(),
      terminal: count(),
      process: count(),
      descriptor: count(),
      socket: count(),
    }),
    /** Counts what has no categories by design: what LXC itself puts into /dev, and terminals of who is attached. */
    excepted: count(),
    /** Counts what could not be read: nothing is known of it. */
    unread: count(),
    /** What was not looked at, and why. */
    left: z.array(keptWordsSchema()),
  }),
);
export type LookedContainer = z.infer<ReturnType<typeof lookedContainerSchema>>;

const foundObjectSchema = makeOnce(() =>
  z.strictObject({
    container: containerNameSchema(),
    kind: z.enum(objectKinds),
    /** The container may have chosen this path inside it; controls in it are made visible. */
    path: z.string(),
    context: z.string(),
    /** The object has no categories (`all`), lacks one (`some`), or has those of another container (`other`). */
    lacks: z.enum(['all', 'some', 'other']),
    remedy: keptWordsSchema(),
  }),
);
export type FoundObject = z.infer<ReturnType<typeof foundObjectSchema>>;

export const containerObjectsSchema = makeOnce(() =>
  z.strictObject({
    containers: z.array(lookedContainerSchema()),
    /** Running containers that were not looked at. */
    passed: z.array(z.strictObject({ name: containerNameSchema(), reason: keptWordsSchema() })),
    /** The first of the objects that do not hold the categories of their container. */
    found: z.array(foundObjectSchema()),
    foundCount: count(),
  }),
);
export type ContainerObjects = z.infer<ReturnType<typeof containerObjectsSchema>>;
