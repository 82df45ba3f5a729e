// SPDX-License-Identifier: Apache-2.0
/** A root file system in the image store, from which containers are made. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { timeSchema } from '../names.ts';
import { t } from '../../text.ts';

/**
 * How the program of an application image is run, as those say who made it: a proposal, which a person sees and may
 * change before a container is created.
 */
const applicationSchema = makeOnce(() =>
  z.strictObject({
    entrypoint: z.array(z.string()),
    command: z.array(z.string()),
    environment: z.array(z.string()),
    user: z.string(),
    folder: z.string(),
    /** Lists ports such as `80/tcp`. */
    ports: z.array(z.string()),
    /** `SIGQUIT`, a number, or empty. */
    stopSignal: z.string().default(''),
  }),
);
export type ImageApplication = z.infer<ReturnType<typeof applicationSchema>>;

export const imageSchema = makeOnce(() =>
  z.strictObject({
    name: z.string(),
    description: z.string(),
    architecture: z.string(),
    /** What its files take on the disk. */
    sizeBytes: z.number().int().nullable(),
    createdAt: timeSchema().nullable(),
    /**
     * The SHA-256 of the archive that it was made of, in hexadecimal digits; null for one that was put there otherwise.
     */
    sha256: z.string().nullable(),
    /** Names the source of the image: a file, or `container web`. Null when it is not known. */
    origin: z.string().nullable(),
    /**
     * Says whether the image has a program that can be the first process. A container of an image without one starts
     * only with a program that is chosen for it.
     */
    hasInit: z.boolean().nullable(),
    application: applicationSchema().nullable(),
    /** The containers that were made of it, and need it. */
    usedBy: z.array(z.string()),
  }),
);
export type Image = z.infer<ReturnType<typeof imageSchema>>;

const control = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const oneLine = (text: string): boolean => !control.test(text);

/** What a person says about an image, in a line. */
export const imageDescriptionSchema = makeOnce(() =>
  z.string().max(200).refine(oneLine, t('must be one line without controls')),
);

/** Names the source of an image, as its importer says. */
export const imageOriginSchema = imageDescriptionSchema;
