// SPDX-License-Identifier: Apache-2.0
/** Operations on the policy modules of containers. */

import * as z from 'zod';
import { managedFailures, policyFailures } from '../../errors.ts';
import { denialGroupIdSchema } from '../../model/denials/denial.ts';
import { containerNameSchema } from '../../model/names.ts';
import {
  accessUsageSchema,
  learnedRuleSchema,
  modulePreviewSchema,
  policyModuleSchema,
  policyProgressSchema,
} from '../../model/policy/policy-module.ts';
import { localChangeSchema } from '../../model/policy/local-change.ts';
import { recordGapSchema } from '../../model/policy/record-gap.ts';
import {
  booleanSettingSchema,
  recordedAccessSchema,
  recordingSchema,
  replaySchema,
} from '../../model/policy/replay.ts';
import { makeOnce } from '../../make-once.ts';
import { request, stream } from '../../operation.ts';

/** Accepts the source as text. A longer text is no module of one container. */
const sourceSchema = makeOnce(() =>
  z
    .string()
    .max(64 * 1024)
    .refine((text) => !text.includes('\0'), 'must not hold NUL'),
);
const versionSchema = makeOnce(() => z.number().int().min(1));
const onOne = makeOnce(() => z.strictObject({ name: containerNameSchema() }));

/** A permission or a class, as policies write them. */
const permissionNameSchema = makeOnce(() => z.string().regex(/^[a-z][a-z0-9_]{0,31}$/));
/** Accepts what a caller chose of a surplus: names of a policy, which reach the text of a module. */
const chosenAccessSchema = makeOnce(() =>
  z.strictObject({
    target: containerNameSchema(),
    class: permissionNameSchema(),
    permissions: z.array(permissionNameSchema()).min(1).max(64),
  }),
);

export const policyOperations = {
  'policy.list': request({
    summary: 'Lists the policy modules of containers, as the module store has them.',
    action: 'view-policy',
    changes: false,
    params: () => z.strictObject({}),
    result: () => z.strictObject({ modules: z.array(policyModuleSchema()) }),
    errors: [...policyFailures],
  }),
  'policy.local': request({
    summary:
      "Lists what was set on the host beside its distribution's policy: modules, permissive types, ports, file contexts " +
      'and booleans, each with the change of Bulkhead that made it, if one did.',
    action: 'view-policy',
    changes: false,
    params: () =>
      z.strictObject({
        /** Gives also the text of an administrator's modules. */
        withSources: z.boolean().default(false),
      }),
    result: () => z.strictObject({ changes: z.array(localChangeSchema()) }),
    errors: [...policyFailures],
  }),
  'policy.show': request({
    summary: "Gives a container's policy module with its text: what is installed, or one of its versions.",
    action: 'view-policy',
    changes: false,
    params: () => z.strictObject({ name: containerNameSchema(), version: versionSchema().optional() }),
    result: () =>
      z.strictObject({
        module: policyModuleSchema(),
        source: z.string(),
        /** The text that is installed, to compare with; null when nothing is. */
        installed: z.string().nullable(),
      }),
    errors: ['module-not-found', ...policyFailures],
  }),
  'policy.preview': stream({
    summary:
      "Compiles a source for a container's policy module without installing it, and says what is wrong with it, or what " +
      'it would change, and which recorded accesses of the container it would deny or allow.',
    action: 'view-policy',
    changes: false,
    params: () => z.strictObject({ name: containerNameSchema(), source: sourceSchema() }),
    item: policyProgressSchema,
    result: modulePreviewSchema,
    errors: ['container-not-found', 'container-of-incus', ...policyFailures],
  }),
  'policy.install': stream({
    summary:
      "Installs a source as a container's policy module, after compiling it against the rules " +
      'that no module may break; holds at once for a container in its own domain.',
    action: 'change-policy',
    changes: true,
    params: () => z.strictObject({ name: containerNameSchema(), source: sourceSchema() }),
    item: policyProgressSchema,
    result: policyModuleSchema,
    errors: [
      ...managedFailures,
      'container-busy',
      'container-failed',
      'module-not-found',
      'policy-rejected',
      ...policyFailures,
      'disk-full',
    ],
  }),
  'policy.revert': stream({
    summary: "Installs an earlier version of a container's policy module, checked and compiled like any other source.",
    action: 'change-policy',
    changes: true,
    params: () => z.strictObject({ name: containerNameSchema(), version: versionSchema() }),
    item: policyProgressSchema,
    result: policyModuleSchema,
    errors: [
      ...managedFailures,
      'container-busy',
      'container-failed',
      'module-not-found',
      'policy-rejected',
      ...policyFailures,
      'disk-full',
    ],
  }),
  'policy.recorded': request({
    summary:
      'Gives what was recorded of accesses, folded to distinct ones: what took place while a domain was permissive, and ' +
      'what was denied; and what may be missing. A changed policy is replayed on it.',
    action: 'view-denials',
    changes: false,
    params: () =>
      z.strictObject({
        /** Goes back at most as far as records are kept. */
        days: z.number().int().min(1).max(365),
        container: containerNameSchema().optional(),
      }),
    result: () => z.strictObject({ accesses: z.array(recordedAccessSchema()), recording: recordingSchema() }),
    errors: [],
  }),
  'policy.replay': request({
    summary:
      'Replays what was recorded of accesses on the loaded policy as a boolean would change it: what it would have denied, ' +
      'and what it would have allowed. Nothing is changed.',
    action: 'view-denials',
    changes: false,
    isHeavy: true,
    params: () =>
      z.strictObject({
        boolean: booleanSettingSchema(),
        /** Goes back at most as far as records are kept. */
        days: z.number().int().min(1).max(365),
      }),
    result: replaySchema,
    errors: ['policy-unavailable', 'context-unknown'],
  }),
  'policy.learned': request({
    summary:
      'Proposes rules for what a container did while it learned and its module does not grant, each with the denials ' +
      'behind it and its risk; and says what of its grants it used, and what nothing used.',
    action: 'view-policy',
    changes: false,
    isHeavy: true,
    params: onOne,
    result: () =>
      z.strictObject({
        rules: z.array(learnedRuleSchema()),
        /**
         * Null when it learned with its grants, by a module of an earlier Bulkhead: then their use was not recorded.
         */
        usage: accessUsageSchema().nullable(),
        /** Why both may lack something; empty where everything was recorded, as far as the helper knows. */
        gaps: z.array(recordGapSchema()),
      }),
    errors: ['container-not-managed', 'container-of-incus', 'module-not-found', ...policyFailures, 'denial-not-found'],
  }),
  'policy.adopt': stream({
    summary:
      'Ends the learning of a container: installs its module with the chosen rules and without the chosen surplus, ' +
      'enforcing.',
    action: 'change-policy',
    changes: true,
    params: () =>
      z.strictObject({
        name: containerNameSchema(),
        /** Groups of denials that policy.learned gave, each with those of its permissions that are to be allowed. */
        rules: z
          .array(
            z.strictObject({
              group: denialGroupIdSchema(),
              permissions: z.array(permissionNameSchema()).max(64),
            }),
          )
          .max(500),
        /** Names the accesses of the surplus that policy.learned gave which are to be removed; they will be denied. */
        remove: z
          .array(chosenAccessSchema())
          .max(2000)
          .default(() => []),
      }),
    item: policyProgressSchema,
    result: policyModuleSchema,
    errors: [
      ...managedFailures,
      'container-busy',
      'container-failed',
      'module-not-found',
      'denial-not-found',
      'policy-rejected',
      ...policyFailures,
      'disk-full',
    ],
  }),
} as const;
