// SPDX-License-Identifier: Apache-2.0
/** Operations that bring a container of another tool under Bulkhead, and back. */

import * as z from 'zod';
import { managedFailures, policyFailures } from '../../errors.ts';
import { adoptionPreviewSchema } from '../../model/containers/adoption.ts';
import { containerSchema } from '../../model/containers/container.ts';
import { maxVolumes, volumeTargetSchema } from '../../model/containers/volume.ts';
import { containerNameSchema } from '../../model/names.ts';
import { makeOnce } from '../../make-once.ts';
import { request, stream } from '../../operation.ts';
import { freeNameSchema } from './creation.ts';

const onOne = makeOnce(() => z.strictObject({ name: containerNameSchema() }));

/**
 * Names the steps in their order; each is reported when it begins. Only a container of Incus has the last three:
 * `label` has something to do where its files are labelled one by one.
 */
const adoptionStepSchema = makeOnce(() =>
  z.enum(['check', 'copy', 'set-aside', 'create', 'snapshot', 'configure', 'label']),
);
export type AdoptionStep = z.infer<ReturnType<typeof adoptionStepSchema>>;

export const adoptionOperations = {
  'container.preview-adoption': request({
    summary:
      'Says what would become of a container of another tool if it were adopted: of each line of its configuration, ' +
      'and what weakens it today. Included files are read only where everybody may read them and root alone may change ' +
      'them. Changes nothing.',
    action: 'view-host',
    changes: false,
    reachesInto: 'name',
    params: onOne,
    result: adoptionPreviewSchema,
    errors: ['container-not-found', 'container-of-incus', 'container-failed', 'incus-unavailable'],
  }),
  'container.adopt': stream({
    summary:
      'Adopts a stopped container of another tool: makes an image of a copy of its files, sets the original aside as it ' +
      'is, and creates a container of the same name on that image, confined as any other. What fails or is cancelled ' +
      'leaves the original as it was. One of Incus gets a snapshot, and then a context and ids of its own in its place.',
    action: 'adopt-containers',
    alsoNeeds: [
      {
        action: 'attach-volumes',
        when: 'when it keeps folders of the host as volumes',
        isNeeded: ({ volumes }) => volumes.length > 0,
      },
    ],
    changes: true,
    reachesInto: 'name',
    params: () =>
      z.strictObject({
        name: freeNameSchema(),
        /** Targets of the volumes of the preview that it keeps. */
        volumes: z.array(volumeTargetSchema()).max(maxVolumes).default([]),
      }),
    item: () =>
      z.strictObject({
        step: adoptionStepSchema(),
        /** Files that were copied, and what they take on the disk. */
        files: z.number().int(),
        bytes: z.number().int(),
      }),
    result: containerSchema,
    errors: [
      'container-not-adoptable',
      'container-not-found',
      'container-running',
      'container-exists',
      'container-not-managed',
      'container-of-incus',
      'container-busy',
      'container-failed',
      'incus-unavailable',
      'member-not-ready',
      'container-not-started',
      'context-mismatch',
      'snapshot-not-found',
      'image-exists',
      'image-busy',
      'image-not-found',
      'limit-not-possible',
      'lxc-unavailable',
      'network-unavailable',
      'policy-rejected',
      ...policyFailures,
      'port-not-allowed',
      'address-not-allowed',
      'egress-not-allowed',
      'selinux-unavailable',
      'volume-not-allowed',
      'disk-full',
    ],
  }),
  'container.restore-original': request({
    summary:
      'Removes an adopted container with all that was written since, and restores the original exactly as it was. Its ' +
      'image goes too, when no other container needs it.',
    action: 'adopt-containers',
    alsoNeeds: [{ action: 'remove-containers', when: 'always', isNeeded: () => true }],
    changes: true,
    /** This reaches also into a container that runs, with `force`. */
    reachesInto: 'name',
    params: () => z.strictObject({ name: containerNameSchema(), force: z.boolean().default(false) }),
    result: containerSchema,
    errors: [
      ...managedFailures,
      'original-not-found',
      'container-running',
      'container-exists',
      'container-busy',
      'container-failed',
      'incus-unavailable',
      'lxc-unavailable',
      'policy-rejected',
      ...policyFailures,
      'volume-not-allowed',
      'disk-full',
    ],
  }),
  'container.remove-original': request({
    summary:
      'Removes the original of an adopted container, which cannot be restored afterwards. Files of it that are not in ' +
      "LXC's folder stay, and the answer names them.",
    action: 'remove-containers',
    changes: true,
    reachesInto: 'name',
    params: onOne,
    result: () =>
      z.strictObject({
        /** Folders that were not removed. */
        left: z.array(z.string()),
      }),
    errors: [
      ...managedFailures,
      'original-not-found',
      'container-busy',
      'container-failed',
      'incus-unavailable',
      'disk-full',
    ],
  }),
} as const;
