// SPDX-License-Identifier: Apache-2.0
/**
 * How close one looks at the picture: from the matrix over one of its cells down to one group of denials, each step
 * narrower than the one before.
 */

import { rowKeyOf } from '../matrix/denial-matrix.ts';
import type { DenialFlow } from '../model/denial-flows.ts';
import { type TargetKind, targetKindOf } from '../model/target-kind.ts';
import type { GraphColumn } from '../graph/denial-graph.ts';

/** Names a part of the matrix: a cell, a row, or a column. */
interface MatrixPlace {
  /** Names the rows; undefined means all. */
  readonly rows: ReadonlySet<string> | undefined;
  /** Names the column; undefined means all. */
  readonly column: TargetKind | undefined;
}

export interface FocusStep {
  /** What the path to here calls it. */
  readonly label: string;
  /** Names the part of the matrix; undefined means everywhere. */
  readonly place?: MatrixPlace;
  /** Names the container; undefined means any, and null the host. */
  readonly container?: string | null;
  /** Names the groups; undefined means all. */
  readonly groups?: ReadonlySet<string>;
}

export function flowsWithin(
  flows: readonly DenialFlow[],
  steps: readonly FocusStep[],
  isOneContainer: boolean,
): readonly DenialFlow[] {
  if (steps.length === 0) return flows;
  return flows.filter((flow) =>
    steps.every(
      ({ place, container, groups }) =>
        (container === undefined || flow.container === container) &&
        (groups === undefined || groups.has(flow.group.id)) &&
        (place === undefined || isAt(flow, place, isOneContainer)),
    ),
  );
}

function isAt(flow: DenialFlow, { rows, column }: MatrixPlace, isOneContainer: boolean): boolean {
  return (
    (column === undefined || targetKindOf(flow.group) === column) &&
    (rows === undefined || rows.has(rowKeyOf(flow, isOneContainer)))
  );
}

/**
 * Gives the columns of the picture. Within a container its programs are shown separately; a single group shows both its
 * programs and its containers.
 */
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
