// SPDX-License-Identifier: Apache-2.0
/** Operations that take a container from one host to another, as one file. */

import * as z from 'zod';
import { bytesSchema } from '../../bytes.ts';
import { managedFailures, policyFailures } from '../../errors.ts';
import { containerSchema, networkSchema } from '../../model/containers/container.ts';
import { snapshotNameSchema } from '../../model/containers/snapshot.ts';
import { containerNameSchema, imageNameSchema } from '../../model/names.ts';
import { makeOnce } from '../../make-once.ts';
import { channel, stream } from '../../operation.ts';
import { freeNameSchema } from './creation.ts';
import { imageOperations } from '../host/image.ts';

const exportStepSchema = makeOnce(() => z.enum(['check', 'freeze', 'copy', 'send']));
export type ExportStep = z.infer<ReturnType<typeof exportStepSchema>>;

/** `image` and `upload` are of an import into Incus: an image is made of the files, and Incus is given that. */
const importStepSchema = makeOnce(() => z.enum(['check', 'receive', 'image', 'upload', 'create']));
export type ImportStep = z.infer<ReturnType<typeof importStepSchema>>;

export const transferOperations = {
  'container.export': stream({
    summary:
      'Gives a container as one file with a checksum: what it has written, as it is now or was at a snapshot, with its ' +
      'limits, its confinement, its tags and its settings. A running container is frozen while its files are copied. Its ' +
      'image and its volumes are not part of the file; keys and passwords in its files are. Of one of Incus the file ' +
      'holds the whole root.',
    action: 'export-containers',
    changes: true,
    reachesInto: 'name',
    params: () => z.strictObject({ name: containerNameSchema(), snapshot: snapshotNameSchema().optional() }),
    item: () =>
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('step'),
          step: exportStepSchema(),
          /** What its files take on the disk; the file is smaller. Null until that is known. */
          bytes: z.number().int().nullable(),
        }),
        /** This is a part of the file. */
        z.strictObject({ type: z.literal('data'), data: bytesSchema() }),
      ]),
    result: () =>
      z.strictObject({
        /** Counts the bytes of the whole file. */
        bytes: z.number().int(),
        sha256: z.string(),
      }),
    errors: [
      ...managedFailures,
      'container-busy',
      'container-failed',
      'incus-unavailable',
      'snapshot-not-found',
      'disk-full',
    ],
  }),
  'container.import': channel({
    summary:
      'Makes a container of an exported one, which the client sends. It gets categories, user ids, an address, a host ' +
      'name and a machine id of its own. The image that its files lie on has to be there; a whole root becomes an image of its ' +
      'own. With `incus` the container is one of Incus, whose volume holds all of it. What fails or is cancelled ' +
      'leaves nothing behind.',
    action: 'import-containers',
    changes: true,
    params: () =>
      z.strictObject({
        /** Gives the imported container another name than the one that it had. */
        name: freeNameSchema().optional(),
        /** An image of this host, where the same one has another name here; for a whole root, the name of its image. */
        image: imageNameSchema().optional(),
        /** Names the network that replaces the one the container had, where that is not there. */
        network: networkSchema().optional(),
        /**
         * Have Incus create it, with the limits that Incus has and the network of its default profile. Tags, settings and a
         * domain of its own are left out.
         */
        incus: z
          .strictObject({
            /** Names a storage pool. */
            pool: imageNameSchema(),
            /** The member that it is to be on; the one that is asked when left out. */
            member: containerNameSchema().optional(),
          })
          .optional(),
      }),
    input: () => imageOperations['image.import'].input,
    item: () =>
      z.strictObject({
        step: importStepSchema(),
        /** Bytes of the file that have arrived. */
        receivedBytes: z.number().int(),
        /**
         * Files that were unpacked, or are part of the image, and what they take on the disk; of an upload the bytes
         * sent.
         */
        files: z.number().int(),
        bytes: z.number().int(),
      }),
    result: containerSchema,
    errors: [
      'archive-unusable',
      'client-silent',
      'incus-unavailable',
      'member-not-ready',
      'address-not-allowed',
      'egress-not-allowed',
      'container-not-found',
      'container-exists',
      'container-busy',
      'container-failed',
      'container-not-managed',
      'container-of-incus',
      'container-not-started',
      'container-running',
      'context-mismatch',
      'image-not-found',
      'image-exists',
      'image-busy',
      'limit-not-possible',
      'lxc-unavailable',
      'network-unavailable',
      'policy-rejected',
      ...policyFailures,
      'selinux-unavailable',
      'snapshot-not-found',
      'volume-not-allowed',
      'disk-full',
    ],
  }),
} as const;
