// SPDX-License-Identifier: Apache-2.0
/**
 * A change of a container's limits, so that it can be undone like the others; unlike them it is made by
 * container.configure, at once.
 */

import * as z from 'zod';
import { fail } from '../../../contract/errors.ts';
import { describeLimits, type SomeLimits } from '../../../contract/wording/describe-limits.ts';
import { limitKeys, type Limits, limitsSchema } from '../../../contract/model/containers/limits.ts';
import { say } from '../../../contract/text.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { type ChangeDriver, defineDriver, type PlanState } from './ports.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';

const someLimits = limitsSchema().partial();
const limitPlanSchema = z.object({ name: z.string(), before: someLimits, after: someLimits });
export type LimitPlan = z.infer<typeof limitPlanSchema>;

export function createLimitDriver(containers: Pick<Containers, 'list' | 'configure'>): ChangeDriver {
  return defineDriver({
    schema: limitPlanSchema,
    plan: () => Promise.reject(new Error('cannot plan limits: no remedy changes them')),
    async readState({ name, before, after }): Promise<PlanState> {
      const limits = (await containers.list(neverAborts)).find((container) => container.name === name)?.limits;
      if (limits === undefined) return { state: 'other', words: say('the container {name} is gone', { name }) };
      if (holds(limits, before)) return { state: 'before' };
      return holds(limits, after)
        ? { state: 'after' }
        : {
            state: 'other',
            words: say('its limits were changed since: {limits}', {
              limits: describeLimits(pick(limits, after)).join(', '),
            }),
          };
    },
    async apply({ name, after }) {
      await containers.configure(name, after, neverAborts);
    },
    async revert({ name, before }) {
      const isThere = (await containers.list(neverAborts)).some((container) => container.name === name);
      if (!isThere) fail('container-not-found', { name });
      await containers.configure(name, before, neverAborts);
    },
  });
}

/** The limits of which another one holds now, as they were and as they are; undefined when all are as before. */
export function limitPlan(name: string, was: Limits, is: Limits): LimitPlan | undefined {
  const changed = limitKeys.filter((key) => was[key] !== is[key]);
  if (changed.length === 0) return undefined;
  const of = (limits: Limits): SomeLimits => Object.fromEntries(changed.map((key) => [key, limits[key]]));
  return { name, before: of(was), after: of(is) };
}

function holds(limits: Limits, wanted: SomeLimits): boolean {
  return limitKeys.every((key) => wanted[key] === undefined || wanted[key] === limits[key]);
}

function pick(limits: Limits, like: SomeLimits): SomeLimits {
  return Object.fromEntries(limitKeys.flatMap((key) => (like[key] === undefined ? [] : [[key, limits[key]]])));
}
