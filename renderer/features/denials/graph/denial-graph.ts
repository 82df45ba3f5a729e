// SPDX-License-Identifier: Apache-2.0
/**
 * The graph of denials before it is laid out: columns of nodes, and the edges between them, from flows.
 * What is too much to be read becomes one node ("37 more") in its column. An edge belongs to one container, so that it
 * keeps that container's hue all the way.
 */

import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import type { DenialFlow } from '../model/denial-flows.ts';
import { accessOf } from '../model/denial-flows.ts';
import type { DenialTone } from '../model/denial-tone.ts';
import type { PictureObject } from '../model/picture-object.ts';
import { identityOf } from '../../../lib/hue.ts';
import { lastOf } from '../../../lib/steps.ts';
import { t } from '../../../lib/language/t.ts';

export type GraphColumn = 'program' | 'container' | 'domain' | 'access' | 'object';

export interface GraphNode {
  readonly id: string;
  readonly column: GraphColumn;
  /** What the node stands for; undefined for the one that stands for the rest. */
  readonly value: string | undefined;
  /** A second line, in SELinux's own terms. */
  readonly terms: string | undefined;
  /** How many values it stands for. */
  readonly size: number;
  readonly count: number;
  /** Groups that pass through it. */
  readonly groups: ReadonlySet<string>;
}

export interface GraphEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Gives the hue of its container; undefined for the host, and for what joins several. */
  readonly hue: string | undefined;
  readonly count: number;
  /** Grows with the logarithm of the count. */
  readonly weight: number;
  /** Only the edge to the object has it, since the denial is drawn there. */
  readonly verdict: { readonly outcome: DenialFlow['outcome']; readonly tone: DenialTone } | undefined;
  readonly groups: ReadonlySet<string>;
}

export interface DenialGraph {
  readonly columns: readonly GraphColumn[];
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphOptions {
  readonly columns: readonly GraphColumn[];
  /** Nodes of a column at most, the one for the rest included. */
  readonly maxNodes: number;
  readonly objectOf: (group: DenialGroup) => PictureObject;
}

interface Step {
  readonly value: string;
  readonly terms: string | undefined;
  /** Is unique in its column. */
  readonly key: string;
}

interface Draft<Value> {
  readonly value: Value;
  count: number;
  weight: number;
  readonly groups: Set<string>;
}

/** The host is no container, and no container can be called so. */
export const hostValue = '(host)';
const restValue = '';
const maxPrograms = 6;
const flowsInStep = 400;
/** With more than these, hues would be lost in the crowd: edges of all containers are joined then. */
const maxEdges = 90;

export function denialGraph(flows: readonly DenialFlow[], options: GraphOptions): DenialGraph {
  return lastOf(denialGraphSteps(flows, options));
}

/** Makes the graph in steps of a millisecond or so: ten thousand flows take longer than the time between two frames. */
export function* denialGraphSteps(
  flows: readonly DenialFlow[],
  { columns, maxNodes, objectOf }: GraphOptions,
): Generator<void, DenialGraph, undefined> {
  const paths: Path[] = [];
  for (const [number, flow] of flows.entries()) {
    if (number % flowsInStep === flowsInStep - 1) yield;
    paths.push(...pathsOf(flow, columns, objectOf));
  }
  const shown: ShownValues[] = [];
  for (const index of columns.keys()) {
    shown.push(shownValues(paths, index, maxNodes));
    yield;
  }
  const containers = shown[columns.indexOf('container')]?.keys;
  const hueOf = (container: string): string | undefined =>
    container === hostValue || (containers !== undefined && !containers.has(container))
      ? undefined
      : identityOf(container).hue.name;
  const graph = yield* assemble({ paths, columns, shown, hueOf });
  return graph.edges.length <= maxEdges ? graph : yield* assemble({ paths, columns, shown, hueOf: () => undefined });
}

interface Assembly {
  readonly paths: readonly Path[];
  readonly columns: readonly GraphColumn[];
  readonly shown: readonly ShownValues[];
  /** Gives the hue of a container; undefined means that its edges join those of others. */
  readonly hueOf: (container: string) => string | undefined;
}

function* assemble({ paths, columns, shown, hueOf }: Assembly): Generator<void, DenialGraph, undefined> {
  const nodes = new Map<string, Draft<Omit<GraphNode, 'count' | 'groups'>>>();
  const edges = new Map<string, Draft<Omit<GraphEdge, 'count' | 'weight' | 'groups'>>>();
  for (const [number, path] of paths.entries()) {
    if (number % flowsInStep === flowsInStep - 1) yield;
    const hue = hueOf(path.flow.container ?? hostValue);
    const owner = hue === undefined ? '' : path.flow.container;
    let from: string | undefined;
    for (const [index, column] of columns.entries()) {
      const to = nodeId(column, path.steps[index], shown[index]);
      grow(
        draftOf(nodes, to, () => nodeOf(to, { column, step: path.steps[index] }, shown[index])),
        path,
      );
      if (from !== undefined) {
        const verdict = index === columns.length - 1 ? { outcome: path.flow.outcome, tone: path.flow.tone } : undefined;
        const edge = {
          id: `${from}\t${to}\t${owner}${verdict === undefined ? '' : `\t${verdict.outcome} ${verdict.tone}`}`,
          from,
          to,
          hue,
          verdict,
        };
        grow(
          draftOf(edges, edge.id, () => edge),
          path,
        );
      }
      from = to;
    }
  }
  return {
    columns,
    nodes: [...nodes.values()].map(({ value, count, groups }) => ({ ...value, count, groups })),
    edges: [...edges.values()].map(({ value, count, weight, groups }) => ({ ...value, count, weight, groups })),
  };
}

interface Path {
  readonly flow: DenialFlow;
  readonly steps: readonly Step[];
  readonly count: number;
  readonly weight: number;
}

/**
 * A flow is one path, unless its programs are asked for: how often each was denied is not known, so its count is shared
 * among them.
 */
function pathsOf(
  flow: DenialFlow,
  columns: readonly GraphColumn[],
  objectOf: GraphOptions['objectOf'],
): readonly Path[] {
  const programs = columns.includes('program') ? programsOf(flow) : [''];
  const weight = (1 + Math.log2(flow.count)) / programs.length;
  return programs.map((program) => ({
    flow,
    steps: columns.map((column) =>
      column === 'object' ? objectStep(objectOf(flow.group)) : stepOf(column, flow, program),
    ),
    count: flow.count / programs.length,
    weight,
  }));
}

function programsOf({ group }: DenialFlow): readonly string[] {
  return group.comms.length === 0 ? [t('unknown')] : group.comms.slice(0, maxPrograms);
}

function stepOf(column: Exclude<GraphColumn, 'object'>, { group, container }: DenialFlow, program: string): Step {
  switch (column) {
    case 'program':
      return plainStep(program);
    case 'container':
      return plainStep(container ?? hostValue);
    case 'domain':
      return plainStep(group.sourceType);
    case 'access': {
      const { label, terms } = accessOf(group);
      return { value: label, terms, key: terms };
    }
  }
}

interface ShownValues {
  /** Names the values that keep a node of their own; undefined when all do. */
  readonly keys: ReadonlySet<string> | undefined;
  /** How many others there are. */
  readonly others: number;
}

function shownValues(paths: readonly Path[], index: number, most: number): ShownValues {
  const weights = new Map<string, number>();
  for (const { steps, weight } of paths) {
    const key = steps[index]?.key ?? '';
    weights.set(key, (weights.get(key) ?? 0) + weight);
  }
  if (weights.size <= most) return { keys: undefined, others: 0 };
  const heaviest = [...weights].sort((left, right) => right[1] - left[1]).slice(0, most - 1);
  return { keys: new Set(heaviest.map(([key]) => key)), others: weights.size - heaviest.length };
}

function nodeId(column: GraphColumn, step: Step | undefined, shown: ShownValues | undefined): string {
  const key = step?.key ?? '';
  return `${column} ${shown?.keys?.has(key) === false ? restValue : key}`;
}

function nodeOf(
  id: string,
  { column, step }: { readonly column: GraphColumn; readonly step: Step | undefined },
  shown: ShownValues | undefined,
): Omit<GraphNode, 'count' | 'groups'> {
  if (shown?.keys?.has(step?.key ?? '') === false)
    return { id, column, value: undefined, terms: undefined, size: shown.others };
  return { id, column, value: step?.value, terms: step?.terms, size: 1 };
}

function objectStep({ name, terms }: PictureObject): Step {
  return { value: name, terms, key: terms === undefined ? name : `${name}\t${terms}` };
}

function plainStep(value: string): Step {
  return { value, terms: undefined, key: value };
}

function draftOf<Value>(drafts: Map<string, Draft<Value>>, id: string, make: () => Value): Draft<Value> {
  const known = drafts.get(id);
  if (known !== undefined) return known;
  const draft = { value: make(), count: 0, weight: 0, groups: new Set<string>() };
  drafts.set(id, draft);
  return draft;
}

/** Adds to a node or an edge what a path through it counts. */
function grow<Value>(draft: Draft<Value>, { flow, count, weight }: Path): void {
  draft.count += count;
  draft.weight += weight;
  draft.groups.add(flow.group.id);
}
