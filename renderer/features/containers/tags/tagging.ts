// SPDX-License-Identifier: Apache-2.0
/** A change of the tags of several containers, and its way back: each gets exactly what it had. */

import type { Container } from '../../../../contract/model/containers/container.ts';
import type { TagChange } from '../../../../contract/model/containers/tag.ts';
import type { BulkAction } from '../bulk.ts';
import { t } from '../../../lib/language/t.ts';

/** Those of the containers that the change does something to. */
export function containersToTag(containers: readonly Container[], change: TagChange): readonly Container[] {
  return containers.filter((container) => {
    const { add, remove } = differenceOf(container, change);
    return add.length + remove.length > 0;
  });
}

export function tagging(change: TagChange, containers: readonly Container[]): BulkAction {
  const made = new Map(containers.map((container) => [container.name, differenceOf(container, change)]));
  return {
    verb: t('change the tags of'),
    activeLabel: t('changing tags of'),
    past: t('given other tags'),
    run: (client, name, signal) => client.request('container.tag', { name, ...paramsOf(change) }, { signal }),
    undo: {
      verb: t('change back the tags of'),
      activeLabel: t('changing back tags of'),
      past: t('given their former tags'),
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
