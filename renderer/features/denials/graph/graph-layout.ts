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
  /** Gives the width of every node. */
  readonly nodeWidth: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

const narrowestEdge = 1.5;
/** A node has room for two lines of text; its bands begin and end beside it, so no text is on a band. */
const lowestNode = 34;
const nodeGap = lowestNode + 8;
const margin = lowestNode / 2 + 4;
/** Pixels for each unit of weight at most, and for the bands of a node on average: few of them do not fill the page. */
const widestUnit = 5;
const tallestBand = 26;
const nodeWidths = { least: 104, most: 230 };
/** Is the least width between two columns, for the bands and what stopped them. */
const leastGap = 64;

interface NodeDatum {
  readonly node: GraphNode;
}

interface EdgeDatum {
  readonly edge: GraphEdge;
}

/** Places the graph: as high as its content needs, and as wide as the room it is given. */
export function layOut(graph: DenialGraph, width: number): GraphLayout {
  const tallest = Math.max(...graph.columns.map((column) => nodesIn(graph, column)));
  const { columns, nodeWidth } = columnsOf(graph.columns.length, width);
  const weight = graph.edges.filter(({ verdict }) => verdict !== undefined).reduce((sum, edge) => sum + edge.weight, 0);
  const used = Math.min(weight * widestUnit, tallest * tallestBand) + (tallest - 1) * nodeGap;
  const height = used + 2 * margin;
  if (graph.edges.length === 0) return { height, columns, nodeWidth, nodes: [], edges: [] };
  const xOf = ({ column }: GraphNode): number => columns[graph.columns.indexOf(column)] ?? 0;
  const arrange = sankey<NodeDatum, EdgeDatum>()
    .nodeId(({ node }) => node.id)
    .nodeAlign(({ node }) => graph.columns.indexOf(node.column))
    .nodeWidth(nodeWidth)
    .nodePadding(nodeGap)
    .extent([
      [0, margin],
      [width, margin + used],
    ]);
  const { nodes, links } = arrange({
    nodes: graph.nodes.map((node) => ({ node })),
    links: graph.edges.map((edge) => ({ edge, source: edge.from, target: edge.to, value: edge.weight })),
  });
  return {
    height,
    columns,
    nodeWidth,
    nodes: nodes.map(({ node, y0 = 0, y1 = 0 }) => placed(node, xOf(node), { y0, y1 })),
    edges: links.map(({ edge, source, target, y0 = 0, y1 = 0, width: weight = 0 }) => ({
      edge,
      fromX: typeof source === 'object' ? xOf(source.node) + nodeWidth : 0,
      toX: typeof target === 'object' ? xOf(target.node) : 0,
      fromY: y0,
      toY: y1,
      width: Math.max(narrowestEdge, weight),
    })),
  };
}

/** A node of thin bands is higher than they are: its gap leaves room for that. */
function placed(node: GraphNode, x: number, { y0, y1 }: { readonly y0: number; readonly y1: number }): PlacedNode {
  const height = Math.max(lowestNode, y1 - y0);
  return { node, x, top: (y0 + y1 - height) / 2, height };
}

function nodesIn({ nodes }: DenialGraph, wanted: GraphNode['column']): number {
  return nodes.filter(({ column }) => column === wanted).length;
}

function columnsOf(count: number, width: number): Pick<GraphLayout, 'columns' | 'nodeWidth'> {
  const roomOfNode = (width - (count - 1) * leastGap) / count;
  const nodeWidth = Math.min(nodeWidths.most, Math.max(nodeWidths.least, roomOfNode));
  const step = (width - nodeWidth) / (count - 1);
  return { columns: Array.from({ length: count }, (_, index) => index * step), nodeWidth };
}
