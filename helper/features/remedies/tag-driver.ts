// SPDX-License-Identifier: Apache-2.0
/** A change of a container's tags, so that it can be undone like the others; it is made by container.tag, at once. */

import * as z from 'zod';
import { fail } from '../../../contract/errors.ts';
import { describeTags } from '../../../contract/wording/describe-tags.ts';
import { tagsSchema } from '../../../contract/model/containers/tag.ts';
import { say } from '../../../contract/text.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { type ChangeDriver, defineDriver, type PlanState } from './ports.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';

const tagPlanSchema = z.object({ name: z.string(), added: tagsSchema(), removed: tagsSchema() });
export type TagPlan = z.infer<typeof tagPlanSchema>;

export function createTagDriver(containers: Pick<Containers, 'list' | 'tag'>): ChangeDriver {
  async function tagsOf(name: string): Promise<readonly string[] | undefined> {
    return (await containers.list(neverAborts)).find((container) => container.name === name)?.tags;
  }

  return defineDriver({
    schema: tagPlanSchema,
    plan: () => Promise.reject(new Error('cannot plan tags: no remedy changes them')),
    async readState({ name, added, removed }): Promise<PlanState> {
      const tags = await tagsOf(name);
      if (tags === undefined) return { state: 'other', words: say('the container {name} is gone', { name }) };
      if (holds(tags, removed, added)) return { state: 'before' };
      return holds(tags, added, removed)
        ? { state: 'after' }
        : { state: 'other', words: say('its tags were changed since: {tags}', { tags: describeTags(tags) }) };
    },
    async apply({ name, added, removed }) {
      await containers.tag(name, { add: added, remove: removed });
    },
    async revert({ name, added, removed }) {
      if ((await tagsOf(name)) === undefined) fail('container-not-found', { name });
      await containers.tag(name, { add: removed, remove: added });
    },
  });
}

/** Only what differs, so that undoing it leaves alone what others added and removed. */
export function tagPlan(name: string, was: readonly string[], is: readonly string[]): TagPlan {
  return {
    name,
    added: is.filter((tag) => !was.includes(tag)),
    removed: was.filter((tag) => !is.includes(tag)),
  };
}

function holds(tags: readonly string[], wanted: readonly string[], unwanted: readonly string[]): boolean {
  return wanted.every((tag) => tags.includes(tag)) && !unwanted.some((tag) => tags.includes(tag));
}
