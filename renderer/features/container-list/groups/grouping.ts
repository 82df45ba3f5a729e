// SPDX-License-Identifier: Apache-2.0
/** Says whether the list is grouped, and which groups are collapsed, as the window remembers it. */

import { useState } from 'react';
import { remember, remembered } from '../../../window/preferences.ts';

export interface Grouping {
  readonly isGrouped: boolean;
  /** Keys of groups. */
  readonly collapsed: ReadonlySet<string>;
  readonly toggle: () => void;
  readonly toggleGroup: (key: string) => void;
}

export function useGrouping(): Grouping {
  const [isGrouped, setGrouped] = useState(() => remembered('containers.grouping') === 'tag');
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(() => parseKeys(remembered('containers.collapsed')));
  return {
    isGrouped,
    collapsed,
    toggle() {
      setGrouped(!isGrouped);
      remember('containers.grouping', isGrouped ? 'none' : 'tag');
    },
    toggleGroup(key) {
      const next = new Set(collapsed);
      if (!next.delete(key)) next.add(key);
      setCollapsed(next);
      remember('containers.collapsed', [...next].join(' '));
    },
  };
}

/** Keys hold no spaces. */
function parseKeys(text: string | undefined): ReadonlySet<string> {
  return new Set(text?.split(' ').filter((key) => key !== ''));
}
