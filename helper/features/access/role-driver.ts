// SPDX-License-Identifier: Apache-2.0
/** A change of roles, so that it can be undone like the others; it is made by access.set-roles, at once. */

import * as z from 'zod';
import { areSameGrants, type Grant, grantsSchema } from '../../../contract/model/access/access.ts';
import { say } from '../../../contract/text.ts';
import { type ChangeDriver, defineDriver } from '../remedies/ports.ts';

const rolePlanSchema = z.object({
  before: z.lazy(() => grantsSchema()),
  after: z.lazy(() => grantsSchema()),
});

interface RoleDriverOptions {
  readonly inForce: () => readonly Grant[];
  readonly save: (grants: readonly Grant[]) => void;
}

export function createRoleDriver({ inForce, save }: RoleDriverOptions): ChangeDriver {
  return defineDriver({
    schema: rolePlanSchema,
    plan: () => Promise.reject(new Error('cannot plan roles: no remedy changes them')),
    async readState({ before, after }) {
      if (areSameGrants(inForce(), before)) return { state: 'before' };
      return areSameGrants(inForce(), after)
        ? { state: 'after' }
        : { state: 'other', words: say('roles were changed since') };
    },
    async apply({ after }) {
      save(after);
    },
    async revert({ before }) {
      save(before);
    },
  });
}
