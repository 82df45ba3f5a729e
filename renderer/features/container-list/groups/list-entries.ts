// SPDX-License-Identifier: Apache-2.0
/**
 * The list as what is drawn one below the other: rows, or groups with their rows. A container with several tags stands
 * in the group of each; those without any are the last group.
 */

import type { Container } from '../../../../contract/model/containers/container.ts';
import { tagsInUse } from '../../../../contract/search/tags-in-use.ts';

export interface ContainerGroup {
  /** Undefined for those without any. */
  readonly tag: string | undefined;
  readonly members: readonly Container[];
}

export type ListEntry =
  | { readonly kind: 'row'; readonly key: string; readonly container: Container }
  | { readonly kind: 'group'; readonly key: string; readonly group: ContainerGroup; readonly isOpen: boolean };

/** Every row, without groups. */
export function rowEntries(containers: readonly Container[]): readonly ListEntry[] {
  return containers.map((container) => ({ kind: 'row', key: container.name, container }));
}

/** The groups in the order of their tags; the rows of those that are not collapsed keep the order of the list. */
export function groupEntries(containers: readonly Container[], collapsed: ReadonlySet<string>): readonly ListEntry[] {
  return groupsOf(containers).flatMap((group): readonly ListEntry[] => {
    const key = groupKey(group.tag);
    const isOpen = !collapsed.has(key);
    const rows = isOpen ? group.members : [];
    return [
      { kind: 'group', key, group, isOpen },
      ...rows.map((container): ListEntry => ({ kind: 'row', key: `${key} ${container.name}`, container })),
    ];
  });
}

/** No tag begins with a sign, so that no tag has the key of those without one. */
function groupKey(tag: string | undefined): string {
  return tag ?? '-';
}

function groupsOf(containers: readonly Container[]): readonly ContainerGroup[] {
  const untagged = containers.filter(({ tags }) => tags.length === 0);
  return [
    ...tagsInUse(containers).map((tag) => ({ tag, members: containers.filter(({ tags }) => tags.includes(tag)) })),
    ...(untagged.length > 0 ? [{ tag: undefined, members: untagged }] : []),
  ];
}
