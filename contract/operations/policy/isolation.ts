// SPDX-License-Identifier: Apache-2.0
/** Operations on the isolation of containers: finding where it is missing, and fixing that. */

import * as z from 'zod';
import { managedFailures } from '../../errors.ts';
import { containerSchema } from '../../model/containers/container.ts';
import { containerNameSchema, timeSchema } from '../../model/names.ts';
import { findingSchema, isolationMapSchema } from '../../model/isolation-finding.ts';
import { makeOnce } from '../../make-once.ts';
import { request, stream } from '../../operation.ts';

const onOne = makeOnce(() => z.strictObject({ name: containerNameSchema() }));

/** The steps of an audit, in order. */
export const auditStepSchema = makeOnce(() =>
  z.enum(['host', 'configurations', 'processes', 'mounts', 'pairs', 'paths', 'labels']),
);
export type AuditStep = z.infer<ReturnType<typeof auditStepSchema>>;

export const isolationOperations = {
  'isolation.audit': stream({
    summary:
      'Looks for containers that are not isolated: shared categories, unconfined or stray processes, ' +
      'permissive domains, dangerous configurations, wrong labels; gives each finding as it is ' +
      'found.',
    action: 'view-host',
    changes: false,
    isHeavy: true,
    params: () =>
      z.strictObject({
        /**
         * Compares also the labels of the files below the helper's own folders and LXC's with the policy's file
         * contexts, which takes time.
         */
        labels: z.boolean().default(false),
      }),
    item: () =>
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('progress'),
          step: auditStepSchema(),
          /** Work done so far, 0 to 1. */
          fraction: z.number().min(0).max(1),
        }),
        z.strictObject({ type: z.literal('map'), map: isolationMapSchema() }),
        z.strictObject({ type: z.literal('finding'), finding: findingSchema() }),
      ]),
    result: () =>
      z.strictObject({
        findings: z.number().int(),
        /** How many containers were examined. */
        containers: z.number().int(),
        /** Says whether the labels of files were compared. */
        labels: z.boolean(),
        checkedAt: timeSchema(),
      }),
    errors: ['selinux-unavailable'],
  }),
  'isolation.reassign-categories': request({
    summary:
      'Gives a stopped container a pair of categories that no other has, and mounts its root with the label of these.',
    action: 'fix-isolation',
    changes: true,
    params: onOne,
    result: containerSchema,
    errors: [
      ...managedFailures,
      'container-running',
      'container-busy',
      'container-failed',
      'selinux-unavailable',
      'disk-full',
      'image-not-found',
    ],
  }),
  'isolation.remount-root': request({
    summary: "Mounts the root of a stopped container again, with the label that its configuration's context calls for.",
    action: 'fix-isolation',
    changes: true,
    params: onOne,
    result: containerSchema,
    errors: [
      ...managedFailures,
      'container-running',
      'container-busy',
      'container-failed',
      'image-not-found',
      'disk-full',
    ],
  }),
  'isolation.kill': request({
    summary:
      'Kills every process of a container, also of one that Bulkhead did not create: for one that runs without isolation.',
    action: 'fix-isolation',
    changes: true,
    params: onOne,
    result: containerSchema,
    errors: [
      'container-not-found',
      'container-not-running',
      'container-busy',
      'container-failed',
      'lxc-unavailable',
      'disk-full',
    ],
  }),
} as const;
