// SPDX-License-Identifier: Apache-2.0
/**
 * How close one looks at the graph: from the host over one container down to one group of denials, each step narrower
 * than the one before.
 */

import type { DenialFlow } from '../model/denial-flows.ts';
import type { GraphColumn } from './denial-graph.ts';

export interface FocusStep {
  /** What the path to here calls it. */
  readonly label: string;
  /** Undefined: of any; null: the host's. */
  readonly container?: string | null;
  /** Undefined: all. */
  readonly groups?: ReadonlySet<string>;
}

export function flowsWithin(flows: readonly DenialFlow[], steps: readonly FocusStep[]): readonly DenialFlow[] {
  return flows.filter((flow) =>
    steps.every(
      ({ container, groups }) =>
        (container === undefined || flow.container === container) &&
        (groups === undefined || groups.has(flow.group.id)),
    ),
  );
}

/** Within a container its programs are shown separately; a single group shows both its programs and its containers. */
export function columnsAt(
  steps: readonly FocusStep[],
  isOneContainer: boolean,
  flows: readonly DenialFlow[],
): readonly GraphColumn[] {
  const hasContainer = isOneContainer || steps.some(({ container }) => container !== undefined);
  const isOneGroup = steps.length > 0 && new Set(flows.map(({ group }) => group.id)).size === 1;
  if (hasContainer) return ['program', 'domain', 'access', 'object'];
  return isOneGroup ? ['program', 'container', 'access', 'object'] : ['container', 'domain', 'access', 'object'];
}
