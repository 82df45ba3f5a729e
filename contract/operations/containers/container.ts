// SPDX-License-Identifier: Apache-2.0
/** Operations on containers that there are. */

import * as z from 'zod';
import { managedFailures, policyFailures } from '../../errors.ts';
import { containerSchema } from '../../model/containers/container.ts';
import { containerHealthSchema } from '../../model/containers/health.ts';
import { limitsSchema } from '../../model/containers/limits.ts';
import { containerProcessesSchema } from '../../model/containers/process.ts';
import { containerNameSchema } from '../../model/names.ts';
import { tagsSchema } from '../../model/containers/tag.ts';
import { wordsSchema } from '../../model/words.ts';
import { makeOnce } from '../../make-once.ts';
import { request, stream } from '../../operation.ts';

const onOne = makeOnce(() => z.strictObject({ name: containerNameSchema() }));

const containerChangeSchema = makeOnce(() =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('snapshot'), containers: z.array(containerSchema()) }),
    z.strictObject({ type: z.literal('changed'), container: containerSchema() }),
    z.strictObject({ type: z.literal('removed'), name: z.string() }),
  ]),
);
export type ContainerChange = z.infer<ReturnType<typeof containerChangeSchema>>;

const limitResultSchema = makeOnce(() =>
  z.strictObject({
    key: limitsSchema().keyof(),
    applies: z.enum(['live', 'next-start']),
    /**
     * A sentence that the user should know, for example that the layer holds more than the new limit; null when there is
     * none.
     */
    note: wordsSchema().nullable(),
  }),
);

export const containerOperations = {
  'container.watch': stream({
    summary:
      'Gives all containers at once, then each change: created, started, stopped, changed, removed, by whatever tool.',
    action: 'view-host',
    changes: false,
    params: () => z.strictObject({}),
    item: containerChangeSchema,
    result: () => z.strictObject({}),
    errors: [],
  }),
  'container.list': request({
    summary: 'Lists the containers.',
    action: 'view-host',
    changes: false,
    params: () => z.strictObject({}),
    result: () => z.strictObject({ containers: z.array(containerSchema()) }),
    errors: [],
  }),
  'container.health': request({
    summary:
      'Says of a running container which units failed, on which ports it listens, for which packages its lists have ' +
      'updates, and whether a restart is required. systemctl is run inside it for the units; all else is read from ' +
      'outside.',
    action: 'view-host',
    promptsNobody: true,
    isHeavy: true,
    changes: false,
    reachesInto: 'name',
    params: onOne,
    result: containerHealthSchema,
    errors: [
      'container-not-found',
      'container-not-running',
      'container-not-managed',
      'container-of-incus',
      'context-mismatch',
      'container-failed',
      'incus-unavailable',
      'lxc-unavailable',
    ],
  }),
  'container.processes': request({
    summary:
      'Gives the processes of a running container, found by its cgroup and read from /proc of the host: their numbers ' +
      'and users on both sides, command, context, processor time and memory.',
    action: 'view-host',
    promptsNobody: true,
    isHeavy: true,
    changes: false,
    reachesInto: 'name',
    params: onOne,
    result: containerProcessesSchema,
    errors: ['container-not-found', 'container-not-running'],
  }),
  'container.start': request({
    summary:
      'Starts a container and verifies the context of its init; a container that came up in another context is killed.',
    action: 'start-containers',
    changes: true,
    params: onOne,
    result: containerSchema,
    errors: [
      'container-not-found',
      'container-running',
      'container-busy',
      'container-not-managed',
      'container-of-incus',
      'incus-unavailable',
      'member-not-ready',
      'container-failed',
      'container-not-started',
      'context-mismatch',
      'network-unavailable',
      'selinux-unavailable',
      'lxc-unavailable',
      'disk-full',
      'policy-rejected',
      ...policyFailures,
      'volume-not-allowed',
      'image-not-found',
    ],
  }),
  'container.stop': request({
    summary: 'Asks the init of a container to shut down, or with force kills it at once.',
    action: 'manage-containers',
    changes: true,
    runsOnFullDisk: true,
    params: () => z.strictObject({ name: containerNameSchema(), force: z.boolean().default(false) }),
    result: containerSchema,
    errors: [
      'container-not-found',
      'container-not-running',
      'container-not-managed',
      'container-of-incus',
      'incus-unavailable',
      'container-busy',
      'container-failed',
      'lxc-unavailable',
    ],
  }),
  'container.restart': request({
    summary: 'Stops a container and starts it again.',
    action: 'manage-containers',
    changes: true,
    params: onOne,
    result: containerSchema,
    errors: [
      'container-not-found',
      'container-not-running',
      'container-not-managed',
      'container-of-incus',
      'incus-unavailable',
      'member-not-ready',
      'container-busy',
      'container-failed',
      'container-not-started',
      'context-mismatch',
      'lxc-unavailable',
      'network-unavailable',
      'selinux-unavailable',
      'disk-full',
      'policy-rejected',
      ...policyFailures,
      'volume-not-allowed',
      'image-not-found',
    ],
  }),
  'container.freeze': request({
    summary: 'Stops the clock of a container: its tasks stay, and get no processor.',
    action: 'manage-containers',
    changes: true,
    runsOnFullDisk: true,
    params: onOne,
    result: containerSchema,
    errors: [
      'container-not-found',
      'container-not-running',
      'container-not-managed',
      'container-of-incus',
      'incus-unavailable',
      'container-busy',
      'container-failed',
      'lxc-unavailable',
    ],
  }),
  'container.unfreeze': request({
    summary: 'Lets a frozen container go on.',
    action: 'start-containers',
    changes: true,
    params: onOne,
    result: containerSchema,
    errors: [
      'container-not-found',
      'container-not-running',
      'container-not-managed',
      'container-of-incus',
      'incus-unavailable',
      'container-busy',
      'container-failed',
      'lxc-unavailable',
      'disk-full',
    ],
  }),
  'container.configure': request({
    summary: 'Changes the limits of a container, and says for each whether it works at once or from the next start.',
    action: 'manage-containers',
    changes: true,
    runsOnFullDisk: true,
    params: () => z.strictObject({ name: containerNameSchema(), limits: limitsSchema().partial() }),
    result: () => z.strictObject({ container: containerSchema(), applied: z.array(limitResultSchema()) }),
    errors: [
      ...managedFailures,
      'incus-unavailable',
      'container-busy',
      'container-failed',
      'limit-not-possible',
      'disk-full',
    ],
  }),
  'container.tag': request({
    summary:
      'Takes tags from a container and gives it others, all at once. The tags of a container ' +
      'are words by which it is found and grouped; they change nothing of how it runs.',
    action: 'tag-containers',
    changes: true,
    params: () =>
      z.strictObject({
        name: containerNameSchema(),
        /** Lists the tags to add; tags that the container has already stay. */
        add: tagsSchema().default([]),
        /**
         * Lists the tags to remove. A tag that the container does not have is left out, and a tag that is also added
         * stays.
         */
        remove: tagsSchema().default([]),
      }),
    result: containerSchema,
    errors: [...managedFailures, 'container-busy', 'too-many-tags', 'disk-full'],
  }),
  'container.remove': request({
    summary: 'Removes a container with all its files; with force also one that runs.',
    action: 'remove-containers',
    changes: true,
    runsOnFullDisk: true,
    params: () => z.strictObject({ name: containerNameSchema(), force: z.boolean().default(false) }),
    result: () => z.strictObject({}),
    errors: [
      'container-not-found',
      'container-running',
      'container-not-managed',
      'container-of-incus',
      'incus-unavailable',
      'container-busy',
      'container-failed',
      'lxc-unavailable',
      'policy-rejected',
      ...policyFailures,
      'volume-not-allowed',
      'disk-full',
    ],
  }),
} as const;
