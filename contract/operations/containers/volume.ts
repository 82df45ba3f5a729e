// SPDX-License-Identifier: Apache-2.0
/** Operations on volumes: folders of the host that containers are given. */

import * as z from 'zod';
import { managedFailures } from '../../errors.ts';
import { containerSchema } from '../../model/containers/container.ts';
import { containerNameSchema } from '../../model/names.ts';
import { volumeFolderSchema } from '../../model/containers/volume-folder.ts';
import { newVolumeSchema, volumeSourceSchema, volumeTargetSchema } from '../../model/containers/volume.ts';
import { wordsSchema } from '../../model/words.ts';
import { makeOnce } from '../../make-once.ts';
import { request, stream } from '../../operation.ts';

/** What is reported while the files of a volume get other labels. A container may have chosen the text of the paths. */
const volumeItemSchema = makeOnce(() =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('progress'), files: z.number().int(), total: z.number().int() }),
    /** Never changed, so the container cannot reach it. */
    z.strictObject({ type: z.literal('skipped'), path: z.string(), reason: wordsSchema() }),
  ]),
);
/** Describes an item as the helper gives it: its words are not text yet. */
export type GivenVolumeItem = z.input<ReturnType<typeof volumeItemSchema>>;

const resultSchema = makeOnce(() => z.strictObject({ container: containerSchema() }));

export const volumeOperations = {
  'volume.attach': stream({
    summary:
      'Gives a stopped container a folder of the host, labelled so that it is reached by this ' +
      'container alone, or with share by exactly those that have it; cancelling gives the ' +
      'files their old labels back.',
    action: 'attach-volumes',
    changes: true,
    params: () => newVolumeSchema().extend({ name: containerNameSchema() }),
    item: volumeItemSchema,
    result: resultSchema,
    errors: [
      ...managedFailures,
      'container-running',
      'container-busy',
      'container-failed',
      'volume-not-allowed',
      'selinux-unavailable',
      'disk-full',
      'image-not-found',
    ],
  }),
  'volume.check': request({
    summary:
      'Says whether a folder of the host may be given to a new container, while it is typed: ' +
      'that it is there, that it may be given away, and that no other volume is in the way.',
    action: 'attach-volumes',
    promptsNobody: true,
    changes: false,
    params: () =>
      z.strictObject({
        source: volumeSourceSchema(),
        /** Allows a volume that other stopped containers have. */
        share: z.boolean().default(false),
      }),
    result: () =>
      z.strictObject({
        /**
         * Why it may not be given, as an end of "cannot use PATH for a volume: ..."; null when no reason is known. The
         * files in it are checked when it is given.
         */
        problem: wordsSchema().nullable(),
      }),
    errors: [],
  }),
  'volume.folders': request({
    summary:
      'Lists the folders of a folder of the host from which volumes may be chosen, with their ' +
      'labels; without a path, ' +
      'those below which volumes are allowed. A caller sees what their own user could list on the host.',
    action: 'view-host',
    changes: false,
    params: () => z.strictObject({ path: volumeSourceSchema().optional() }),
    result: () =>
      z.strictObject({
        folders: z.array(volumeFolderSchema()),
        /** Says whether there are more folders than are listed. */
        isTruncated: z.boolean(),
      }),
    errors: ['volume-not-allowed'],
  }),
  'volume.detach': stream({
    summary:
      'Takes a volume from a stopped container; when it was the last to have it, the files get the ' +
      'labels back that they had before.',
    action: 'attach-volumes',
    changes: true,
    runsOnFullDisk: true,
    params: () => z.strictObject({ name: containerNameSchema(), target: volumeTargetSchema() }),
    item: volumeItemSchema,
    result: resultSchema,
    errors: [
      ...managedFailures,
      'container-running',
      'container-busy',
      'container-failed',
      'volume-not-found',
      'volume-not-allowed',
      'disk-full',
      'image-not-found',
    ],
  }),
} as const;
