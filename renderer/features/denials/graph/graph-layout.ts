// SPDX-License-Identifier: Apache-2.0
/**
 * Gives the graph of denials places: d3-sankey puts the nodes into their columns and the edges between them, as wide as
 * they weigh.
 */

import { sankey } from 'd3-sankey';
import type { DenialGraph, GraphEdge, GraphNode } from './denial-graph.ts';

export interface PlacedNode {
  readonly node: GraphNode;
  readonly x: number;
  readonly top: number;
  readonly height: number;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
  readonly width: number;
}

export interface GraphLayout {
  readonly height: number;
  /** Left edges of the columns. */
  readonly columns: readonly number[];
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

export const barWidth = 8;
const narrowestEdge = 1.5;
/** Room of a node with its label, at least. */
const nodeRoom = 42;
const nodeGap = nodeRoom - 8;
const margin = 20;
/** Pixels for each unit of weight at most: one edge alone does not fill the window. */
const widestUnit = 5;

interface NodeDatum {
  readonly node: GraphNode;
}

interface EdgeDatum {
  readonly edge: GraphEdge;
}

export function layOut(graph: DenialGraph, width: number, height: number): GraphLayout {
  const tallest = Math.max(...graph.columns.map((column) => nodesIn(graph, column)));
  const needed = Math.max(height, tallest * nodeRoom + 2 * margin);
  const columns = columnsOf(graph.columns.length, width);
  if (graph.edges.length === 0) return { height: needed, columns, nodes: [], edges: [] };
  const xOf = ({ column }: GraphNode): number => columns[graph.columns.indexOf(column)] ?? 0;
  const weight = graph.edges.filter(({ verdict }) => verdict !== undefined).reduce((sum, edge) => sum + edge.weight, 0);
  const used = Math.min(needed - 2 * margin, weight * widestUnit + (tallest - 1) * nodeGap);
  const top = (needed - used) / 2;
  const arrange = sankey<NodeDatum, EdgeDatum>()
    .nodeId(({ node }) => node.id)
    .nodeAlign(({ node }) => graph.columns.indexOf(node.column))
    .nodeWidth(barWidth)
    .nodePadding(nodeGap)
    .extent([
      [0, top],
      [width, top + used],
    ]);
  const { nodes, links } = arrange({
    nodes: graph.nodes.map((node) => ({ node })),
    links: graph.edges.map((edge) => ({ edge, source: edge.from, target: edge.to, value: edge.weight })),
  });
  return {
    height: needed,
    columns,
    nodes: nodes.map(({ node, y0 = 0, y1 = 0 }) => ({ node, x: xOf(node), top: y0, height: Math.max(3, y1 - y0) })),
    edges: links.map(({ edge, source, target, y0 = 0, y1 = 0, width: weight = 0 }) => ({
      edge,
      fromX: typeof source === 'object' ? xOf(source.node) + barWidth : 0,
      toX: typeof target === 'object' ? xOf(target.node) : 0,
      fromY: y0,
      toY: y1,
      width: Math.max(narrowestEdge, weight),
    })),
  };
}

function nodesIn({ nodes }: DenialGraph, wanted: GraphNode['column']): number {
  return nodes.filter(({ column }) => column === wanted).length;
}

/** The way to the object has twice the room of the others: two labels and the verdict between them stand there. */
function columnsOf(count: number, width: number): readonly number[] {
  const gap = (width - barWidth) / count;
  return Array.from({ length: count }, (_, index) => (index === count - 1 ? width - barWidth : index * gap));
}
