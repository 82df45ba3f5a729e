// SPDX-License-Identifier: Apache-2.0
/** A folder of the host as one that could be given to a container. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { wordsSchema } from '../words.ts';

/** Folders that are listed of one folder. */
export const maxVolumeFolders = 1000;

export const volumeFolderSchema = makeOnce(() =>
  z.strictObject({
    path: z.string(),
    /** Gives the SELinux context; null where its file system keeps none. */
    label: z.string().nullable(),
    /** Why it may not be given, as an end of "cannot use PATH for a volume: ..."; null when no reason is known. */
    problem: wordsSchema().nullable(),
    /** The containers that have it already; they have to share it. */
    users: z.array(z.string()),
    /** Says whether the caller could list the folder. */
    isOpen: z.boolean(),
  }),
);
export type VolumeFolder = z.infer<ReturnType<typeof volumeFolderSchema>>;
/** Describes a folder as the helper gives it: its words are not text yet. */
export type GivenVolumeFolder = z.input<ReturnType<typeof volumeFolderSchema>>;
