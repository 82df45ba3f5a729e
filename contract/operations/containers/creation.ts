// SPDX-License-Identifier: Apache-2.0
/** Operations by which what a container is gets chosen: its creation, its domain, its settings, its name. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { creationStepSchema } from '../../wording/creation-steps.ts';
import { isDrillContainer } from '../../rules/drill-containers.ts';
import { managedFailures, policyFailures } from '../../errors.ts';
import { choicesSchema } from '../../model/policy/choices.ts';
import { connectPortSchema, connectTypesSchema, maxConnectTypes } from '../../model/policy/port-type.ts';
import {
  confinementSchema,
  containerSchema,
  defaultLearnSeconds,
  learnSecondsSchema,
  networkSchema,
  servedPortSchema,
} from '../../model/containers/container.ts';
import { newLimitsSchema } from '../../model/containers/limits.ts';
import { containerNameSchema, imageNameSchema } from '../../model/names.ts';
import { policyProgressSchema } from '../../model/policy/policy-module.ts';
import { snapshotNameSchema } from '../../model/containers/snapshot.ts';
import { publicationsSchema } from '../../model/containers/publication.ts';
import { tagsSchema } from '../../model/containers/tag.ts';
import { newSettingsSchema, settingsChangeSchema } from '../../model/containers/given-settings.ts';
import { settingsSchema } from '../../model/containers/settings.ts';
import { maxVolumes, newVolumeSchema } from '../../model/containers/volume.ts';
import { wordsSchema } from '../../model/words.ts';
import { request, stream } from '../../operation.ts';

const connectTargets = makeOnce(() => ({
  /** Types of ports that a domain of its own may connect to; the shared domain ignores this list. */
  connectTypes: connectTypesSchema().default([]),
  /** Ports whose types it may connect to as well; an answer names the types. */
  connectPorts: z.array(connectPortSchema()).max(maxConnectTypes).default([]),
}));

/** Denials of a drill's containers are counted apart, so nobody else's may be hidden by such a name. */
export const freeNameSchema = makeOnce(() =>
  containerNameSchema().refine((name) => !isDrillContainer(name), 'is a name of the isolation drill; choose another'),
);

/** What can be chosen when a container is created; name and image are enough. */
export const newContainerSchema = makeOnce(() =>
  z.strictObject({
    name: freeNameSchema(),
    image: imageNameSchema(),
    limits: newLimitsSchema(),
    network: networkSchema().default({ kind: 'nat' }),
    /** Ports of the host behind which its own are reached; only a container behind the host's address has any. */
    published: publicationsSchema().default([]),
    /**
     * `learning` is a domain of its own that denies nothing for `learnSeconds`, counted from the end of the creation.
     */
    confinement: confinementSchema().default('shared'),
    learnSeconds: learnSecondsSchema().default(defaultLearnSeconds),
    /** Ports that it listens on. A domain of its own may listen on no others; the shared domain ignores this list. */
    ports: z.array(servedPortSchema()).max(64).default([]),
    /** What a domain of its own may do beyond every container; the shared domain ignores this list. */
    allow: choicesSchema().default([]),
    ...connectTargets(),
    /** Folders of the host that it is given before it is started. */
    volumes: z.array(newVolumeSchema()).max(maxVolumes).default([]),
    /**
     * The files of another container that it begins with, as they were at a snapshot, or are now when none is named; both
     * have the same image.
     * It gets a host name and a machine id of its own; keys and passwords in these files are the same in both.
     */
    files: z.strictObject({ container: containerNameSchema(), snapshot: snapshotNameSchema().optional() }).optional(),
    /** Words by which it is found and grouped. */
    tags: tagsSchema().default([]),
    settings: newSettingsSchema(),
    /** Start it as soon as it is created. */
    start: z.boolean().default(false),
  }),
);
export type NewContainer = z.input<ReturnType<typeof newContainerSchema>>;
/** Describes a new container with all defaults filled in. */
export type ChosenContainer = z.output<ReturnType<typeof newContainerSchema>>;

export const creationOperations = {
  'container.create': stream({
    summary:
      'Creates a container confined by SELinux, a user namespace, cgroups and seccomp, with its ' +
      'volumes and its own domain where these are asked for. All or nothing: what fails or is ' +
      'cancelled leaves nothing behind.',
    action: 'create-containers',
    alsoNeeds: [
      { action: 'attach-volumes', when: 'when volumes are asked for', isNeeded: ({ volumes }) => volumes.length > 0 },
      {
        action: 'take-snapshots',
        when: 'when it begins with the files of another container',
        isNeeded: ({ files }) => files !== undefined,
      },
      {
        action: 'publish-ports',
        when: 'when ports are published',
        isNeeded: ({ published }) => published.length > 0,
      },
      {
        action: 'change-policy',
        when: 'when it is to learn',
        isNeeded: ({ confinement }) => confinement === 'learning',
      },
    ],
    changes: true,
    params: newContainerSchema,
    item: () =>
      z.strictObject({
        step: creationStepSchema(),
        /** Work done so far, 0 to 1. */
        fraction: z.number().min(0).max(1),
        /**
         * A file of a volume that keeps its old label, so that the container cannot reach it. A container may have chosen
         * the text of the path.
         */
        skipped: z.strictObject({ path: z.string(), reason: wordsSchema() }).optional(),
      }),
    result: containerSchema,
    errors: [
      'volume-not-allowed',
      'container-not-found',
      'container-running',
      'container-not-managed',
      'container-of-incus',
      'engine-cannot',
      'container-exists',
      'snapshot-not-found',
      'image-not-found',
      'network-unavailable',
      'address-not-allowed',
      'egress-not-allowed',
      'port-not-allowed',
      'selinux-unavailable',
      'lxc-unavailable',
      'disk-full',
      'limit-not-possible',
      'container-failed',
      'container-not-started',
      'context-mismatch',
      'container-busy',
      'policy-rejected',
      ...policyFailures,
    ],
  }),
  'container.preview-creation': request({
    summary:
      'Gives the LXC configuration that a container with these choices would have, and creates nothing. Ids, categories ' +
      'and hardware address are chosen again when it is created; its volumes and its program add lines then.',
    action: 'view-host',
    promptsNobody: true,
    changes: false,
    params: newContainerSchema,
    result: () => z.strictObject({ lines: z.array(z.strictObject({ key: z.string(), value: z.string() })) }),
    errors: ['selinux-unavailable', 'container-failed'],
  }),
  'container.confine': stream({
    summary:
      'Gives a container another confinement: the shared domain, its own domain, or its ' +
      'own domain that learns for a while. Holds from the next start of a container that runs; one of Incus has to be ' +
      'stopped.',
    action: 'change-policy',
    changes: true,
    params: () =>
      z.strictObject({
        name: containerNameSchema(),
        confinement: confinementSchema(),
        ports: z.array(servedPortSchema()).max(64).default([]),
        allow: choicesSchema().default([]),
        ...connectTargets(),
        learnSeconds: learnSecondsSchema().default(defaultLearnSeconds),
      }),
    item: policyProgressSchema,
    result: () => z.strictObject({ container: containerSchema(), applies: z.enum(['now', 'next-start']) }),
    errors: [
      ...managedFailures,
      'container-running',
      'container-busy',
      'container-failed',
      'incus-unavailable',
      'member-not-ready',
      'policy-rejected',
      ...policyFailures,
      'disk-full',
      'image-not-found',
    ],
  }),
  'container.change-settings': request({
    summary:
      'Changes the description, the autostart, the host name, the environment, the fixed address and the DNS servers of ' +
      'a container, and says for each whether it works at once or from the next start.',
    action: 'manage-containers',
    changes: true,
    params: () => z.strictObject({ name: containerNameSchema(), settings: settingsChangeSchema() }),
    result: () =>
      z.strictObject({
        container: containerSchema(),
        applied: z.array(z.strictObject({ key: settingsSchema().keyof(), applies: z.enum(['live', 'next-start']) })),
      }),
    errors: [
      ...managedFailures,
      'container-busy',
      'container-failed',
      'too-many-variables',
      'address-not-allowed',
      'egress-not-allowed',
      'network-unavailable',
      'disk-full',
    ],
  }),
  'container.rename': request({
    summary:
      'Gives a stopped container another name. Its files, snapshots, schedule, settings, tags, volumes, links and its ' +
      'history of usage go with it, and its own domain gets types of the new name, with the same rules; entries of ' +
      'the activity log keep the name that it had. One that learns cannot be renamed.',
    action: 'manage-containers',
    changes: true,
    params: () => z.strictObject({ name: containerNameSchema(), to: freeNameSchema() }),
    result: containerSchema,
    errors: [
      ...managedFailures,
      'container-running',
      'container-exists',
      'container-busy',
      'container-failed',
      'image-not-found',
      'policy-rejected',
      ...policyFailures,
      'volume-not-allowed',
      'disk-full',
    ],
  }),
} as const;
