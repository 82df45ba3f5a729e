// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { type DenialFlow, flowsOf } from '../model/denial-flows.ts';
import type { PictureObject } from '../model/picture-object.ts';
import { denialGraph, type GraphNode } from './denial-graph.ts';
import { fakeEvent, fakeGroup } from '../../../../testing/models/denial.ts';

const sample = fakeEvent({ source: null, target: null });

function group(
  id: string,
  {
    target = 'shadow_t',
    containers = ['web'],
    reason = 'no-rule',
    count = 4,
    comms = ['cat'],
    permissive = false,
  }: {
    target?: string;
    containers?: string[];
    reason?: DenialGroup['reason'];
    count?: number;
    comms?: string[];
    permissive?: boolean;
  } = {},
): DenialGroup {
  return fakeGroup({
    id,
    targetType: target,
    count,
    containers,
    comms,
    permissive,
    reason,
    sample,
    notBlocked: permissive ? count : 0,
  });
}

function flows(...groups: DenialGroup[]): readonly DenialFlow[] {
  return flowsOf({
    groups,
    counts: undefined,
    toneOf: ({ reason }) => (reason === 'other-categories' ? 'isolation' : 'policy'),
    container: undefined,
  });
}

const columns = ['container', 'domain', 'access', 'object'] as const;
const objectOf = ({ targetType }: DenialGroup): PictureObject => ({ name: targetType, terms: undefined });
const words = ({ column, value, count, size }: GraphNode): unknown => [column, value, count, size];

it('leads from containers over domain and access to objects, and counts on the way', () => {
  const graph = denialGraph(
    flows(group('a', { containers: ['web', 'db'] }), group('b', { target: 'proc_t', count: 1 })),
    { columns, maxNodes: 10, objectOf },
  );
  expect(graph.nodes.map(words)).toEqual([
    ['container', 'web', 3, 1],
    ['domain', 'bulkhead_t', 5, 1],
    ['access', 'reading files', 5, 1],
    ['object', 'shadow_t', 4, 1],
    ['container', 'db', 2, 1],
    ['object', 'proc_t', 1, 1],
  ]);
});

it('marks the way to the object with what became of it, and tells isolation, policy and logged only apart', () => {
  const { edges } = denialGraph(
    flows(group('a', { reason: 'other-categories' }), group('b'), group('c', { permissive: true })),
    { columns, maxNodes: 10, objectOf },
  );
  expect(
    edges
      .filter(({ verdict }) => verdict !== undefined)
      .map(({ verdict, count }) => [verdict?.tone, verdict?.outcome, count]),
  ).toEqual([
    ['isolation', 'blocked', 4],
    ['policy', 'blocked', 4],
    ['policy', 'logged', 4],
  ]);
});

it('joins what is too much to be read into one node, without losing a count', () => {
  const many = Array.from({ length: 40 }, (_, index) =>
    group(`g${index}`, { target: `type_${index}_t`, count: 40 - index }),
  );
  const graph = denialGraph(flows(...many), { columns, maxNodes: 4, objectOf });
  const objects = graph.nodes.filter(({ column }) => column === 'object');
  expect(objects.map(words)).toEqual([
    ['object', 'type_0_t', 40, 1],
    ['object', 'type_1_t', 39, 1],
    ['object', 'type_2_t', 38, 1],
    ['object', undefined, 703, 37],
  ]);
});

it('shares a count among the programs when these are asked for', () => {
  const graph = denialGraph(flows(group('a', { comms: ['cat', 'head'] })), {
    columns: ['program', 'object'],
    maxNodes: 10,
    objectOf,
  });
  expect(graph.nodes.map(words)).toEqual([
    ['program', 'cat', 2, 1],
    ['object', 'shadow_t', 4, 1],
    ['program', 'head', 2, 1],
  ]);
});

it('takes the counts over time where they are known, for one container when only that is asked for', () => {
  const counts = new Map([
    [
      'a',
      new Map([
        ['web', { blocked: 9, notBlocked: 0 }],
        ['db', { blocked: 1, notBlocked: 2 }],
      ]),
    ],
  ]);
  const own = flowsOf({ groups: [group('a')], counts, toneOf: () => 'policy', container: 'db' });
  expect(own.map(({ container, count, outcome }) => [container, count, outcome])).toEqual([
    ['db', 1, 'blocked'],
    ['db', 2, 'logged'],
  ]);
});

it('keeps a picture of ten thousand groups small', () => {
  const many = Array.from({ length: 10_000 }, (_, index) =>
    group(`g${index}`, { target: `type_${index % 900}_t`, containers: [`c${index % 90}`] }),
  );
  const graph = denialGraph(flows(...many), { columns, maxNodes: 12, objectOf });
  expect(graph.nodes.length).toBeLessThanOrEqual(48);
  expect(graph.edges.length).toBeLessThanOrEqual(400);
});
