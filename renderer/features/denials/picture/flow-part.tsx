// SPDX-License-Identifier: Apache-2.0
/** The flow of what was opened in the matrix: its bands, what their signs mean, and each of them as a row below. */

import { useMemo, useState } from 'react';
import { type GraphNode, hostValue } from '../graph/denial-graph.ts';
import { DenialGraphView } from '../graph/denial-graph-view.tsx';
import { useDenialGraph } from '../graph/use-denial-graph.ts';
import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import type { DenialFlow } from '../model/denial-flows.ts';
import type { CategoryOwner } from '../model/denial-sentence.ts';
import { objectOf } from '../model/picture-object.ts';
import { visibleText } from '../../../lib/visible-text.ts';
import { CrossingGrid } from './crossing-grid.tsx';
import { FlowTable } from './flow-table.tsx';
import { columnsAt, type FocusStep } from './picture-focus.ts';
import { PictureLegend } from './picture-legend.tsx';
import { t } from '../../../lib/language/t.ts';

interface FlowPartProps {
  readonly shown: readonly DenialFlow[];
  readonly steps: readonly FocusStep[];
  readonly onSteps: (steps: readonly FocusStep[]) => void;
  readonly isOneContainer: boolean;
  readonly owners: readonly CategoryOwner[];
  readonly openGroup: string | undefined;
  readonly onOpenGroup: (id: string) => void;
}

/** Twelve of a column, and the node of the others. */
const firstNodes = 13;

export function FlowPart({ shown, steps, onSteps, isOneContainer, owners, openGroup, onOpenGroup }: FlowPartProps) {
  const [maxNodes, setMaxNodes] = useState(firstNodes);
  const options = useMemo(
    () => ({
      columns: columnsAt(steps, isOneContainer, shown),
      maxNodes,
      objectOf: (group: DenialGroup) => objectOf(group, owners),
    }),
    [shown, steps, isOneContainer, owners, maxNodes],
  );
  const graph = useDenialGraph(shown, options);
  const hasGrid = isBetweenAll(steps) && shown.some(({ container }) => container !== null);

  function handleAction(node: GraphNode): void {
    if (node.value === undefined) {
      setMaxNodes(maxNodes * 2);
      return;
    }
    const [only] = node.groups.size === 1 ? node.groups : [];
    if (only !== undefined) onOpenGroup(only);
    else if (isNarrower(node, shown)) onSteps([...steps, stepTo(node)]);
  }

  const handleUp = (): void => onSteps(steps.slice(0, -1));

  return (
    <>
      <div className="flow-scroll">
        {hasGrid && (
          <CrossingGrid flows={shown} owners={owners} onOpen={(step) => onSteps([...steps, step])} onUp={handleUp} />
        )}
        <DenialGraphView
          graph={graph}
          actionOf={(node) => actionOf(node, shown)}
          onAction={handleAction}
          onUp={handleUp}
          openGroup={openGroup}
          takesFocus={!hasGrid}
        />
        <FlowTable flows={shown} owners={owners} onOpenGroup={onOpenGroup} />
      </div>
      <PictureLegend level="flow" />
    </>
  );
}

/** Says whether all that containers were denied of others is shown, and nothing narrower. */
function isBetweenAll(steps: readonly FocusStep[]): boolean {
  const [first] = steps;
  return steps.length === 1 && first?.place?.column === 'containers' && first.place.rows === undefined;
}

function stepTo({ column, value = '', groups }: GraphNode): FocusStep {
  if (column !== 'container') return { label: visibleText(value), groups };
  return value === hostValue ? { label: t('the host'), container: null } : { label: value, container: value };
}

/** Says whether fewer denials are behind the node than are shown. */
function isNarrower({ column, value, groups }: GraphNode, shown: readonly DenialFlow[]): boolean {
  return shown.some(({ group, container }) =>
    column === 'container' ? (container ?? hostValue) !== value : !groups.has(group.id),
  );
}

function actionOf(node: GraphNode, shown: readonly DenialFlow[]): string {
  const { column, value, groups, size } = node;
  if (value === undefined) return t('Show more of these {size}', { size });
  if (groups.size === 1) return t('Open this cause');
  if (!isNarrower(node, shown)) return t('All {count} causes pass here', { count: groups.size });
  return column === 'container'
    ? t('Show only this container')
    : t('Show only these {count} causes', { count: groups.size });
}
