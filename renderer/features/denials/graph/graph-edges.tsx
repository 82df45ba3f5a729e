// SPDX-License-Identifier: Apache-2.0
/**
 * The edges of the graph: in the hue of their container, as wide as they weigh; on the way to the object stands what
 * became of the access.
 */

import { memo } from 'react';
import { shareAny } from './share-any.ts';
import { cutPath, wholeBand, wholePath } from './edge-path.ts';
import type { PlacedEdge } from './graph-layout.ts';
import { VerdictMark } from '../verdict-mark.tsx';

interface GraphEdgesProps {
  readonly edges: readonly PlacedEdge[];
  /** Names the groups whose edges stand out; undefined when none is looked at. */
  readonly lit: ReadonlySet<string> | undefined;
}

/**
 * Gives the part of the way at which an access is stopped: before the curve is steep, so that the marks of an object's
 * edges stay separate.
 */
const stopAt = 0.3;

export const GraphEdges = memo(function GraphEdges({ edges, lit }: GraphEdgesProps) {
  return (
    <g fill="none">
      {edges.map((placed) => (
        <Edge key={placed.edge.id} placed={placed} isDim={lit !== undefined && !shareAny(placed.edge.groups, lit)} />
      ))}
    </g>
  );
});

interface EdgeProps {
  readonly placed: PlacedEdge;
  readonly isDim: boolean;
}

function Edge({ placed, isDim }: EdgeProps) {
  const { edge, width } = placed;
  const colour = edge.hue === undefined ? 'var(--muted)' : `var(--hue-${edge.hue})`;
  const className = `graph-edge${isDim ? ' dim' : ''}`;
  if (edge.verdict?.outcome !== 'blocked') {
    return (
      <g className={className}>
        <path className="band" d={wholeBand(placed)} fill={colour} stroke={colour} />
        {edge.verdict !== undefined && (
          <path className="noted" d={wholePath(placed)} strokeWidth={Math.min(2, width)} />
        )}
      </g>
    );
  }
  const { before, after, at } = cutPath(placed, stopAt);
  return (
    <g className={className}>
      <path className="band" d={before} fill={colour} stroke={colour} />
      <path className="untravelled" d={after} stroke={colour} strokeWidth={Math.min(1.5, width)} />
      <VerdictMark tone={edge.verdict.tone} x={at.x} y={at.y} height={width} />
    </g>
  );
}
