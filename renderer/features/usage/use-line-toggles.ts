// SPDX-License-Identifier: Apache-2.0
/** Says which lines of charts are hidden: by a press each, or with Shift all but one. */

import { useMemo, useState } from 'react';
import type { LineToggles } from '../../ui/chart/chart-series.ts';

const nothing: ReadonlySet<string> = new Set();

/** `labels` are those of all lines; the list has to stay the same one. */
export function useLineToggles(labels: readonly string[]): LineToggles {
  const [hidden, setHidden] = useState(nothing);
  return useMemo(
    () => ({
      hidden,
      onToggle(label, isAlone) {
        setHidden((before) => (isAlone ? hideOthers(labels, label, before) : toggle(label, before)));
      },
    }),
    [labels, hidden],
  );
}

function toggle(label: string, before: ReadonlySet<string>): ReadonlySet<string> {
  const next = new Set(before);
  if (!next.delete(label)) next.add(label);
  return next;
}

/** All others, or none where they are hidden already. */
function hideOthers(labels: readonly string[], label: string, before: ReadonlySet<string>): ReadonlySet<string> {
  const others = labels.filter((one) => one !== label);
  const isAlone = !before.has(label) && others.every((one) => before.has(one));
  return isAlone ? nothing : new Set(others);
}
