// SPDX-License-Identifier: Apache-2.0
/**
 * The picture of denials: from containers over domains and accesses to objects, with the place on each way where
 * SELinux stopped it.
 */

import { useLayoutEffect, useMemo, useState } from 'react';
import type { DenialGraph, GraphNode } from './denial-graph.ts';
import { shareAny } from './share-any.ts';
import { GraphEdges } from './graph-edges.tsx';
import { columnHeads } from './column-heads.ts';
import { layOut } from './graph-layout.ts';
import { GraphNodeButton } from './graph-node-button.tsx';
import { useGraphKeys } from './use-graph-keys.ts';
import { useWidth } from '../../../ui/chart/use-width.ts';
import { t } from '../../../lib/language/t.ts';
import './graph.css';

interface DenialGraphViewProps {
  readonly graph: DenialGraph;
  /** Says what pressing the node does. */
  readonly actionOf: (node: GraphNode) => string;
  readonly onAction: (node: GraphNode) => void;
  /** Goes one level up. */
  readonly onUp: () => void;
  /** Group whose way stands out. */
  readonly openGroup: string | undefined;
  /** Gives the focus to the first node when the graph is opened. */
  readonly takesFocus: boolean;
}

export function DenialGraphView(props: DenialGraphViewProps) {
  const { graph, actionOf, onAction, onUp, openGroup, takesFocus } = props;
  const { ref, width } = useWidth<HTMLDivElement>(600);
  const layout = useMemo(() => layOut(graph, Math.max(narrowest, width)), [graph, width]);
  const { fieldRef, currentId, setCurrent, handleKey } = useGraphKeys(layout, onUp);
  const [pointed, setPointed] = useState<string | undefined>(undefined);
  // The place that it was opened from is gone: the keyboard goes on from here.
  useLayoutEffect(() => {
    if (takesFocus) fieldRef.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [fieldRef, takesFocus]);
  const lit = useMemo(() => litGroups(graph, pointed, openGroup), [graph, pointed, openGroup]);
  return (
    <div
      className="graph"
      role="group"
      aria-label={t('Graph of denials')}
      aria-description={t('Arrow keys follow the edges, Enter zooms in, Escape goes back')}
    >
      <div className="graph-heads" aria-hidden="true">
        {graph.columns.map((column, index) => (
          <span
            key={column}
            title={columnHeads[column].meaning}
            style={{ left: layout.columns[index], width: layout.nodeWidth }}
          >
            {columnHeads[column].label}
          </span>
        ))}
      </div>
      <div className="graph-field" ref={fieldRef} style={{ height: layout.height }}>
        <div className="graph-measure" ref={ref} />
        <svg width={Math.max(narrowest, width)} height={layout.height} aria-hidden="true">
          <GraphEdges edges={layout.edges} lit={lit} />
        </svg>
        {layout.nodes.map((placed) => (
          <GraphNodeButton
            key={placed.node.id}
            placed={placed}
            width={layout.nodeWidth}
            isCurrent={placed.node.id === currentId}
            isDim={lit !== undefined && !shareAny(placed.node.groups, lit)}
            action={actionOf(placed.node)}
            onAction={() => onAction(placed.node)}
            onPoint={setPointed}
            onFocus={setCurrent}
            onKey={handleKey}
          />
        ))}
      </div>
    </div>
  );
}

/** Limits how narrow the graph is drawn; below this width it scrolls sideways. */
const narrowest = 560;

function litGroups(
  graph: DenialGraph,
  pointed: string | undefined,
  openGroup: string | undefined,
): ReadonlySet<string> | undefined {
  const node = pointed === undefined ? undefined : graph.nodes.find(({ id }) => id === pointed);
  if (node !== undefined) return node.groups;
  return openGroup !== undefined && graph.nodes.some(({ groups }) => groups.has(openGroup))
    ? new Set([openGroup])
    : undefined;
}
