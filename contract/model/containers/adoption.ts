// SPDX-License-Identifier: Apache-2.0
/** What becomes of a container of another tool when it is adopted: each line of its configuration is accounted for. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { networkSchema } from './container.ts';
import { limitsSchema } from './limits.ts';
import { settingsSchema } from './settings.ts';
import { newVolumeSchema } from './volume.ts';
import { wordsSchema } from '../words.ts';

/**
 * `kept`: the new container has the same. `replaced`: Bulkhead has something of its own in its place. `left-out`: the
 * new container has nothing of it.
 */
const adoptionOutcomeSchema = makeOnce(() => z.enum(['kept', 'replaced', 'left-out']));
export type AdoptionOutcome = z.infer<ReturnType<typeof adoptionOutcomeSchema>>;

/** A line of its configuration, or of a file that this one includes. Their authors are strangers. */
const adoptionLineSchema = makeOnce(() =>
  z.strictObject({
    /** The file that contains it. */
    file: z.string(),
    key: z.string(),
    value: z.string(),
    outcome: adoptionOutcomeSchema(),
    /** Says in which form the line is kept, by what it is replaced, or why it is left out. */
    note: wordsSchema(),
  }),
);
export type AdoptionLine = z.infer<ReturnType<typeof adoptionLineSchema>>;
/** Describes a line as the helper gives it: its words are not text yet. */
export type GivenAdoptionLine = z.input<ReturnType<typeof adoptionLineSchema>>;

export const adoptionPreviewSchema = makeOnce(() =>
  z.strictObject({
    /** Why it cannot be adopted now, each with what to do; empty when it can. */
    problems: z.array(wordsSchema()),
    /** What weakens its isolation today. */
    weaknesses: z.array(wordsSchema()),
    /** Lists the lines in the order in which LXC reads them. */
    lines: z.array(adoptionLineSchema()),
    /** The folder whose files are copied; null when there is none that can be. */
    root: z.string().nullable(),
    /** The image that is made of its files; empty where they stay where they are. */
    image: z.string(),
    /** What the new container gets. */
    limits: limitsSchema(),
    network: networkSchema(),
    settings: settingsSchema(),
    tags: z.array(z.string()),
    /** Folders of the host that it may go on having, as volumes: those whose targets are named when it is adopted. */
    volumes: z.array(newVolumeSchema()),
  }),
);
export type AdoptionPreview = z.infer<ReturnType<typeof adoptionPreviewSchema>>;
export type GivenAdoptionPreview = z.input<ReturnType<typeof adoptionPreviewSchema>>;
