// SPDX-License-Identifier: Apache-2.0
/** Operations on who may do what. */

import * as z from 'zod';
import { accessSchema, grantsSchema, rolesFileStateSchema } from '../../model/access/access.ts';
import { request } from '../../operation.ts';

export const accessOperations = {
  'access.query': request({
    summary:
      'Gives who may do what: for each person who reaches the helper the answer to each action, as polkit gives it ' +
      'about somebody in no local session, and the roles that are given.',
    action: 'view-access',
    changes: false,
    isHeavy: true,
    params: () => z.strictObject({}),
    result: () =>
      accessSchema().extend({
        /** Lists the grants in force. */
        grants: grantsSchema(),
        file: rolesFileStateSchema(),
        /** Names the caller, so that a change of their own rights can be told from a change of others'. */
        caller: z.string(),
      }),
    errors: [],
  }),
  'access.preview': request({
    summary: 'Gives who may do what if these roles were given instead of those in force. Nothing changes.',
    action: 'view-access',
    changes: false,
    isHeavy: true,
    params: () => z.strictObject({ grants: grantsSchema() }),
    result: accessSchema,
    errors: [],
  }),
  'access.set-roles': request({
    summary:
      'Gives these roles instead of those in force, at once and for connections that are open too. It fails where somebody ' +
      'changed them meanwhile, or where nobody but root could administer afterwards.',
    action: 'manage-access',
    changes: true,
    params: () =>
      z.strictObject({
        /** Lists the grants that the caller saw in force. */
        before: grantsSchema(),
        grants: grantsSchema(),
      }),
    result: () => z.strictObject({ grants: grantsSchema() }),
    errors: ['roles-changed', 'roles-lock-out', 'account-not-found', 'disk-full'],
  }),
} as const;
