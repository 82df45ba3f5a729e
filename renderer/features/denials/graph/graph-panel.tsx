// SPDX-License-Identifier: Apache-2.0
/** The picture and what belongs to it: how close one looks, what its signs mean, and the same as a table. */

import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { memo, useMemo, useState } from 'react';
import type { DenialFlow } from '../model/denial-flows.ts';
import { hostValue, type GraphNode } from './denial-graph.ts';
import { columnsAt, flowsWithin, type FocusStep } from './graph-focus.ts';
import { visibleText } from '../../../lib/visible-text.ts';
import { DenialGraphView } from './denial-graph-view.tsx';
import { Empty } from '../../../ui/placeholder.tsx';
import { FlowTable } from './flow-table.tsx';
import { FocusPath } from './focus-path.tsx';
import { GraphLegend } from './graph-legend.tsx';
import { useDenialGraph } from './use-denial-graph.ts';
import './graph-panel.css';

interface GraphPanelProps {
  readonly flows: readonly DenialFlow[];
  /** What all flows are of: the host, or one container. */
  readonly top: string;
  readonly isOneContainer: boolean;
  readonly openGroup: string | undefined;
  readonly onOpenGroup: (id: string) => void;
}

const firstNodes = 9;

export const GraphPanel = memo(function GraphPanel({
  flows,
  top,
  isOneContainer,
  openGroup,
  onOpenGroup,
}: GraphPanelProps) {
  const [steps, setSteps] = useState<readonly FocusStep[]>([]);
  const [maxNodes, setMaxNodes] = useState(firstNodes);
  const [form, setForm] = useState<'picture' | 'table'>('picture');
  const shown = useMemo(() => flowsWithin(flows, steps), [flows, steps]);
  const options = useMemo(
    () => ({ columns: columnsAt(steps, isOneContainer, shown), maxNodes }),
    [shown, steps, isOneContainer, maxNodes],
  );
  const graph = useDenialGraph(shown, options);

  function goTo(next: readonly FocusStep[]): void {
    setSteps(next);
    setMaxNodes(firstNodes);
  }
  function handleAction(node: GraphNode): void {
    if (node.value === undefined) {
      setMaxNodes(maxNodes * 2);
      return;
    }
    const [only] = node.groups.size === 1 ? node.groups : [];
    const label = node.value === hostValue ? 'the host' : visibleText(node.value);
    if (node.column === 'container')
      goTo([...steps, { label, container: node.value === hostValue ? null : node.value }]);
    else if (node.groups.size < new Set(shown.map(({ group }) => group.id)).size)
      goTo([...steps, { label, groups: node.groups }]);
    if (only !== undefined) onOpenGroup(only);
  }

  return (
    <section className="picture" aria-label="Graph">
      <div className="picture-head">
        <FocusPath top={top} steps={steps} onGo={(depth) => goTo(steps.slice(0, depth))} />
        <ToggleButtonGroup
          exclusive
          size="small"
          value={form}
          aria-label="Shown as"
          onChange={(_, next: 'picture' | 'table' | null) => setForm(next ?? form)}
        >
          <ToggleButton value="picture">Graph</ToggleButton>
          <ToggleButton value="table">Table</ToggleButton>
        </ToggleButtonGroup>
      </div>
      {shown.length === 0 && <Empty title="No matches">No denial matches the filter in the selected time range.</Empty>}
      {shown.length > 0 && form === 'picture' && (
        <>
          <DenialGraphView
            graph={graph}
            actionOf={actionOf}
            onAction={handleAction}
            onUp={steps.length === 0 ? undefined : () => goTo(steps.slice(0, -1))}
            openGroup={openGroup}
          />
          <GraphLegend />
        </>
      )}
      {shown.length > 0 && <FlowTable flows={shown} isHidden={form === 'picture'} onOpenGroup={onOpenGroup} />}
    </section>
  );
});

function actionOf({ column, value, groups, size }: GraphNode): string {
  if (value === undefined) return `Show more of these ${size}`;
  if (groups.size === 1) return 'Open this cause';
  return column === 'container' ? 'Show only this container' : `Show only these ${groups.size} causes`;
}
