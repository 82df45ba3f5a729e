// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { changedTags } from '../../../contract/model/containers/tag.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { createTagDriver as givenCreateTagDriver, tagPlan } from './tag-driver.ts';
import { driverInEnglish } from './fixtures/in-english.ts';

const createTagDriver = (...args: Parameters<typeof givenCreateTagDriver>) =>
  driverInEnglish(givenCreateTagDriver(...args));

/** A host with at most one container, of which only the tags matter. */
function hostWith(
  given: readonly string[] | undefined,
): Pick<Containers, 'list' | 'tag'> & { readonly tags: () => readonly string[] | undefined } {
  let now = given;
  return {
    tags: () => now,
    list: async () => (now === undefined ? [] : [fakeContainer({ tags: [...now] })]),
    async tag(_name, change) {
      const before = now ?? [];
      now = changedTags(before, change);
      return { before, container: fakeContainer({ tags: [...now] }) };
    },
  };
}

const plan = tagPlan('web', ['old', 'shop'], ['prod', 'shop']);

describe('a change of tags', () => {
  it('names only what was added and removed', () => {
    expect(plan).toEqual({ name: 'web', added: ['prod'], removed: ['old'] });
  });

  it('is undone exactly, and leaves alone what others added since', async () => {
    const host = hostWith(['later', 'prod', 'shop']);
    const driver = createTagDriver(host);
    expect(await driver.readState(plan)).toEqual({ state: 'after' });
    await driver.revert(plan);
    expect(host.tags()).toEqual(['later', 'old', 'shop']);
    expect(await driver.readState(plan)).toEqual({ state: 'before' });
  });

  it('is not undone over what somebody changed since, and says what is there', async () => {
    expect(await createTagDriver(hostWith(['shop'])).readState(plan)).toEqual({
      state: 'other',
      words: 'its tags were changed since: tags shop',
    });
  });

  it('of a container that is gone cannot be undone', async () => {
    const driver = createTagDriver(hostWith(undefined));
    expect(await driver.readState(plan)).toEqual({ state: 'other', words: 'the container web is gone' });
    await expect(driver.revert(plan)).rejects.toMatchObject({ code: 'container-not-found' });
  });
});
