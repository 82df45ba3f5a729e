// SPDX-License-Identifier: Apache-2.0
/** Operations on the images of a host. */

import * as z from 'zod';
import { bytesSchema } from '../../bytes.ts';
import { managedFailures } from '../../errors.ts';
import { imageUpdatesSchema } from '../../model/host/image-updates.ts';
import { imageDescriptionSchema, imageOriginSchema, imageSchema } from '../../model/host/image.ts';
import { containerNameSchema, imageNameSchema } from '../../model/names.ts';
import { makeOnce } from '../../make-once.ts';
import { channel, request, stream } from '../../operation.ts';

const ofImage = makeOnce(() => z.strictObject({ image: imageNameSchema() }));
const ofNewImage = makeOnce(() =>
  ofImage().extend({
    /** What is said about it; the name of its distribution when left out. */
    description: imageDescriptionSchema().optional(),
  }),
);

export const sha256Schema = makeOnce(() =>
  z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits in lower case'),
);

/** The steps of an import, in order. */
const imageStepSchema = makeOnce(() => z.enum(['check', 'freeze', 'unpack', 'write']));
export type ImageStep = z.infer<ReturnType<typeof imageStepSchema>>;

const progressSchema = makeOnce(() =>
  z.strictObject({
    step: imageStepSchema(),
    /** Bytes of the archive that have arrived. */
    receivedBytes: z.number().int(),
    /** Files that were unpacked, and what they take on the disk. */
    files: z.number().int(),
    bytes: z.number().int(),
  }),
);
export type ImageProgress = z.infer<ReturnType<typeof progressSchema>>;

const importedSchema = makeOnce(() =>
  z.strictObject({
    image: imageSchema(),
    files: z.number().int(),
    /** Programs that run with the rights of their owner or group. */
    setId: z.number().int(),
    /** Devices, and attributes other than capabilities, which an image does not keep. */
    leftOut: z.strictObject({ devices: z.number().int(), attributes: z.number().int() }),
  }),
);
export type ImportedImage = z.infer<ReturnType<typeof importedSchema>>;

/** Limits the part of an archive in each item. */
export const imagePieceBytes = 384 * 1024;

export const imageOperations = {
  'image.list': request({
    summary: 'Lists the images from which containers can be created.',
    action: 'view-host',
    changes: false,
    params: () => z.strictObject({}),
    result: () => z.strictObject({ images: z.array(imageSchema()) }),
    errors: [],
  }),
  'image.updates': request({
    summary:
      'Says of which packages of an image there are newer versions, and which of these are security updates: by the lists of ' +
      'packages in the image, or by those of the host where it has the same release. Nothing is fetched.',
    action: 'view-host',
    changes: false,
    params: ofImage,
    result: () => z.strictObject({ updates: imageUpdatesSchema() }),
    errors: ['image-not-found'],
  }),
  'image.import': channel({
    summary:
      'Makes an image of an archive, which the client sends: a tar of a root file system, an image of LXC, or one of OCI or ' +
      'docker, packed by gzip, xz, zstd, bzip2 or not at all. Devices are left out. What fails or is cancelled leaves ' +
      'nothing behind.',
    action: 'import-images',
    changes: true,
    params: () =>
      ofNewImage().extend({
        origin: imageOriginSchema().optional(),
        /** The SHA-256 that the archive must have. */
        sha256: sha256Schema().optional(),
      }),
    input: () =>
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('data'), data: bytesSchema(imagePieceBytes) }),
        /** The archive is whole. A channel that ends without it leaves no image. */
        z.strictObject({ type: z.literal('end') }),
      ]),
    item: progressSchema,
    result: importedSchema,
    errors: ['image-exists', 'image-busy', 'archive-unusable', 'client-silent', 'disk-full'],
  }),
  'image.make': stream({
    summary:
      'Makes an image of the whole root of a container: its image with all that it has written. A running container is ' +
      'frozen while its files are copied. Volumes are not part of it; keys and passwords in its files are.',
    action: 'import-images',
    alsoNeeds: [
      { action: 'take-snapshots', when: 'always, since files of a container are copied', isNeeded: () => true },
    ],
    changes: true,
    params: () => ofNewImage().extend({ name: containerNameSchema() }),
    item: progressSchema,
    result: importedSchema,
    errors: [
      'image-exists',
      'image-busy',
      ...managedFailures,
      'container-busy',
      'container-failed',
      'archive-unusable',
      'image-not-found',
      'disk-full',
    ],
  }),
  'image.describe': request({
    summary: 'Changes what is said about an image.',
    action: 'import-images',
    changes: true,
    params: () => ofImage().extend({ description: imageDescriptionSchema() }),
    result: imageSchema,
    errors: ['image-not-found', 'image-busy', 'disk-full'],
  }),
  'image.remove': request({
    summary: 'Removes an image that no container needs.',
    action: 'remove-images',
    changes: true,
    runsOnFullDisk: true,
    params: ofImage,
    result: () => z.strictObject({}),
    errors: ['image-not-found', 'image-in-use', 'image-busy', 'disk-full'],
  }),
} as const;
