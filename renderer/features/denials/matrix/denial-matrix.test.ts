// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { type DenialFlow, flowsOf } from '../model/denial-flows.ts';
import { groupReason } from '../model/denial-tone.ts';
import { targetKindOf } from '../model/target-kind.ts';
import { fakeEvent, fakeGroup } from '../../../../testing/models/denial.ts';
import { type DenialMatrix, denialMatrix, rowKeyOf } from './denial-matrix.ts';

const noCategories = { user: 'system_u', role: 'object_r', type: 'any_t', level: 's0' };

function group(id: string, changes: Partial<DenialGroup> = {}): DenialGroup {
  return fakeGroup({
    id,
    reason: 'no-rule',
    targetType: 'shadow_t',
    count: 2,
    sample: fakeEvent({ target: noCategories }),
    ...changes,
  });
}

function flows(...groups: readonly DenialGroup[]): readonly DenialFlow[] {
  return flowsOf({
    groups,
    counts: undefined,
    toneOf: (one) => groupReason(one, undefined).tone,
    container: undefined,
  });
}

function matrixOf(groups: readonly DenialGroup[], maxRows = 40): DenialMatrix {
  return denialMatrix(flows(...groups), { maxRows, isOneContainer: false });
}

const cellsOf = ({ rows }: DenialMatrix): unknown =>
  rows.map(({ key, cells }) => [
    key,
    ...[...cells.values()].map(({ column, count, verdict, tone }) => `${column} ${count} ${verdict} ${tone}`),
  ]);

it('has a row for each container and domain of the host, and a column for each kind of target', () => {
  const matrix = matrixOf([
    group('a', { containers: ['web', 'db'], count: 4 }),
    group('b', { containers: ['web'], targetType: 'system_map_t' }),
    group('c', { containers: [], sourceType: 'dnsmasq_t', comms: ['dnsmasq'] }),
    group('d', { reason: 'other-categories' }),
  ]);
  expect(cellsOf(matrix)).toEqual([
    ['container web', 'containers 2 blocked isolation', 'kernel 2 blocked policy', 'files 2 blocked policy'],
    ['container db', 'files 2 blocked policy'],
    ['host dnsmasq_t', 'files 2 blocked policy'],
  ]);
  expect([matrix.total, Object.fromEntries(matrix.sums)]).toEqual([10, { files: 6, kernel: 2, containers: 2 }]);
  expect(matrix.rows.at(-1)?.who).toEqual({ kind: 'host', domain: 'dnsmasq_t' });
});

it('says what became of the accesses: blocked, logged only, some of each, or unknown', () => {
  const logged = { permissive: true, notBlocked: 2 };
  const unsaid = fakeEvent({ target: noCategories, permissive: null });
  expect(
    cellsOf(
      matrixOf([
        group('a', { containers: ['logs'], ...logged }),
        group('b', { containers: ['both'], ...logged }),
        group('c', { containers: ['both'] }),
        group('d', { containers: ['old'], sample: unsaid }),
      ]),
    ),
  ).toEqual([
    ['container both', 'files 4 mixed policy'],
    ['container logs', 'files 2 logged policy'],
    ['container old', 'files 2 unknown policy'],
  ]);
});

it('puts what went through between containers first, then what few others do', () => {
  const usual = Array.from({ length: 5 }, (_, index) =>
    group(`u${index}`, { containers: [`tenant-${index}`], count: 100 }),
  );
  const isolated = group('i', { containers: ['tenant-1', 'tenant-2'], reason: 'other-categories' });
  const rare = group('r', { containers: ['rare'], class: 'blk_file', count: 1 });
  const crossed = group('x', {
    containers: ['crossed'],
    reason: 'other-categories',
    permissive: true,
    notBlocked: 2,
  });
  const { rows } = matrixOf([...usual, isolated, rare, crossed]);
  expect(rows.map(({ key }) => key).slice(0, 3)).toEqual(['container crossed', 'container rare', 'container tenant-1']);
  expect(rows[1]?.cells.get('devices')?.isOnly).toBe(true);
  expect(rows[2]?.cells.get('files')?.isOnly).toBe(false);
});

it('joins the rest in one row that knows all of its own', () => {
  const many = Array.from({ length: 30 }, (_, index) => group(`g${index}`, { containers: [`tenant-${index}`] }));
  const { rows, total } = matrixOf(many, 10);
  const rest = rows.at(-1);
  expect([rows.length, total, rest?.who, rest?.keys.size, rest?.count]).toEqual([10, 60, undefined, 21, 42]);
});

it('of one container has a row for each program, and one for what several share', () => {
  const found = denialMatrix(
    flows(group('a', { comms: ['cat'] }), group('b', { comms: ['cat', 'ls'] }), group('c', { comms: ['cat'] })),
    { maxRows: 40, isOneContainer: true },
  );
  expect(found.rows.map(({ key, count }) => [key, count])).toEqual([
    ['program cat', 4],
    ['programs', 2],
  ]);
});

const groups = fc.array(
  fc.record({
    containers: fc.uniqueArray(fc.constantFrom('web', 'db', 'mail', 'wiki', 'git'), { maxLength: 3 }),
    comms: fc.uniqueArray(fc.constantFrom('cat', 'ls', 'sh'), { maxLength: 3 }),
    class: fc.constantFrom('file', 'chr_file', 'process', 'capability', 'tcp_socket', 'brand_new_class'),
    sourceType: fc.constantFrom('bulkhead_t', 'bulkhead_c_db_t', 'dnsmasq_t'),
    targetType: fc.constantFrom('shadow_t', 'sysfs_t', 'bulkhead_file_t', 'bulkhead_c_web_file_t', 'http_port_t'),
    reason: fc.constantFrom('other-categories' as const, 'no-rule' as const, 'unknown' as const),
    count: fc.integer({ min: 1, max: 500 }),
    permissive: fc.boolean(),
  }),
  { maxLength: 60 },
);

it('has every flow in exactly one cell, and its cells sum up to the total', () => {
  fc.assert(
    fc.property(groups, fc.integer({ min: 1, max: 8 }), fc.boolean(), (some, maxRows, isOneContainer) => {
      const all = flows(
        ...some.map((one, index) => group(String(index), { ...one, notBlocked: one.permissive ? one.count : 0 })),
      );
      const { rows, total, sums } = denialMatrix(all, { maxRows, isOneContainer });
      const cells = rows.flatMap((row) => [...row.cells.values()].map((cell) => ({ row, cell })));
      for (const { row, cell } of cells) {
        const own = all.filter(
          (flow) => row.keys.has(rowKeyOf(flow, isOneContainer)) && targetKindOf(flow.group) === cell.column,
        );
        expect(own.reduce((sum, { count }) => sum + count, 0)).toBe(cell.count);
        expect(new Set(own.map(({ group: { id } }) => id)).size).toBe(cell.causes);
      }
      for (const flow of all)
        expect(rows.filter(({ keys }) => keys.has(rowKeyOf(flow, isOneContainer)))).toHaveLength(1);
      const counted = cells.reduce((sum, { cell }) => sum + cell.count, 0);
      expect([counted, [...sums.values()].reduce((sum, count) => sum + count, 0)]).toEqual([total, total]);
      expect(total).toBe(all.reduce((sum, { count }) => sum + count, 0));
      expect(rows.length).toBeLessThanOrEqual(maxRows);
    }),
  );
});
