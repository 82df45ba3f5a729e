// SPDX-License-Identifier: Apache-2.0
/** A change of the tags of several containers, and its way back: each gets exactly what it had. */

import type { Container } from '../../../../contract/model/containers/container.ts';
import type { TagChange } from '../../../../contract/model/containers/tag.ts';
import type { BulkAction } from '../states/bulk.ts';
import { t } from '../../../lib/language/t.ts';
import { type ActionTexts, valuesOf } from '../states/action-texts.ts';

/** Gives the containers that the change does something to. */
export function containersToTag(containers: readonly Container[], change: TagChange): readonly Container[] {
  return containers.filter((container) => {
    const { add, remove } = differenceOf(container, change);
    return add.length + remove.length > 0;
  });
}

export function tagging(change: TagChange, containers: readonly Container[]): BulkAction {
  const made = new Map(containers.map((container) => [container.name, differenceOf(container, change)]));
  return {
    texts: taggingTexts,
    run: (client, name, signal) => client.request('container.tag', { name, ...paramsOf(change) }, { signal }),
    undo: {
      texts: untaggingTexts,
      run: (client, name, signal) => {
        const { add, remove } = made.get(name) ?? change;
        return client.request('container.tag', { name, ...paramsOf({ add: remove, remove: add }) }, { signal });
      },
    },
  };
}

/** What it changes of this one. */
function differenceOf({ tags }: Container, { add, remove }: TagChange): TagChange {
  return {
    add: add.filter((tag) => !tags.includes(tag)),
    remove: remove.filter((tag) => tags.includes(tag) && !add.includes(tag)),
  };
}

function paramsOf({ add, remove }: TagChange): { add: string[]; remove: string[] } {
  return { add: [...add], remove: [...remove] };
}

const taggingTexts: ActionTexts = {
  active: t('changing'),
  title: (names) =>
    t(
      '{count, plural, one {Changing tags of container {name}} other {Changing tags of # containers}}',
      valuesOf(names),
    ),
  done: (names) =>
    t(
      '{count, plural, one {Container {name} was given other tags.} other {# containers were given other tags.}}',
      valuesOf(names),
    ),
  partly: (done, count) => t('{done} of {count} containers were given other tags.', { done, count }),
  failed: (name) => t('cannot change the tags of the container {name}', { name }),
};

const untaggingTexts: ActionTexts = {
  active: t('changing'),
  title: (names) =>
    t(
      '{count, plural, one {Changing back tags of container {name}} other {Changing back tags of # containers}}',
      valuesOf(names),
    ),
  done: (names) =>
    t(
      '{count, plural, one {Container {name} was given their former tags.} other {# containers were given ' +
        'their former tags.}}',
      valuesOf(names),
    ),
  partly: (done, count) => t('{done} of {count} containers were given their former tags.', { done, count }),
  failed: (name) => t('cannot change back the tags of the container {name}', { name }),
};
