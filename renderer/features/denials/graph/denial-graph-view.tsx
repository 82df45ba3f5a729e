// SPDX-License-Identifier: Apache-2.0
/**
 * The picture of denials: from containers over domains and accesses to objects, with the place on each way where
 * SELinux stopped it.
 */

import { useMemo, useState } from 'react';
import type { DenialGraph, GraphNode } from './denial-graph.ts';
import { shareAny } from './share-any.ts';
import { GraphEdges } from './graph-edges.tsx';
import { columnHeads } from './column-heads.ts';
import { layOut } from './graph-layout.ts';
import { GraphNodeButton } from './graph-node-button.tsx';
import { useBox } from './use-box.ts';
import { useGraphKeys } from './use-graph-keys.ts';
import './graph.css';

interface DenialGraphViewProps {
  readonly graph: DenialGraph;
  /** Says what pressing the node does. */
  readonly actionOf: (node: GraphNode) => string;
  readonly onAction: (node: GraphNode) => void;
  /** One level up; undefined at the top. */
  readonly onUp: (() => void) | undefined;
  /** Group whose way stands out. */
  readonly openGroup: string | undefined;
}

export function DenialGraphView({ graph, actionOf, onAction, onUp, openGroup }: DenialGraphViewProps) {
  const { ref, width, height } = useBox(600, 360);
  const layout = useMemo(() => layOut(graph, width, height), [graph, width, height]);
  const { fieldRef, currentId, setCurrent, handleKey } = useGraphKeys(layout, onUp);
  const [pointed, setPointed] = useState<string | undefined>(undefined);
  const lit = useMemo(() => litGroups(graph, pointed, openGroup), [graph, pointed, openGroup]);
  return (
    <div
      className="graph"
      role="group"
      aria-label="Graph of denials"
      aria-description="Arrow keys follow the edges, Enter zooms in, Escape goes back"
    >
      <div className="graph-heads" aria-hidden="true">
        {graph.columns.map((column, index) => (
          <span
            key={column}
            title={columnHeads[column].meaning}
            style={index === graph.columns.length - 1 ? { right: 0 } : { left: layout.columns[index] }}
          >
            {columnHeads[column].label}
          </span>
        ))}
      </div>
      <div className="graph-scroll" ref={ref}>
        <div className="graph-field" ref={fieldRef} style={{ height: layout.height }}>
          <svg width={width} height={layout.height} aria-hidden="true">
            <GraphEdges edges={layout.edges} lit={lit} />
          </svg>
          {layout.nodes.map((placed) => (
            <GraphNodeButton
              key={placed.node.id}
              placed={placed}
              isLast={placed.node.column === graph.columns.at(-1)}
              room={roomOf(layout.columns, graph.columns.indexOf(placed.node.column))}
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
    </div>
  );
}

/** For a label: up to the next column, or half of the way where two labels face each other. */
function roomOf(columns: readonly number[], index: number): number {
  const last = columns.length - 1;
  const [from, to] =
    index >= last - 1 ? [columns[last - 1] ?? 0, columns[last] ?? 0] : [columns[index] ?? 0, columns[index + 1] ?? 0];
  return index >= last - 1 ? (to - from) / 2 - 14 : to - from - 18;
}

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
