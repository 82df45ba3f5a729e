// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { type VerdictState, verdictSchema } from '../../../contract/model/isolation/verdict.ts';
import type { SelinuxStatus } from '../../../contract/model/host/host.ts';
import { fakeHostInfo } from '../../../testing/models/host.ts';
import { fakeDrillResult, fakeDrillSurface } from './fixtures/results.ts';
import { makeReport, type Run } from './make-report.ts';

type Mode = SelinuxStatus['status'];

const readings = (...modes: readonly [Mode, Mode]): Run['information'] => {
  const [before, after] = modes.map((status) => ({ ...fakeHostInfo, selinux: { ...fakeHostInfo.selinux, status } }));
  return [before ?? fakeHostInfo, after ?? fakeHostInfo];
};

const experiment = {
  probe: 'web-file',
  without: { request: 'GET /', status: 200, answer: 'drill-secret-1' },
  with: { request: 'GET /', status: 403, answer: '' },
  record: 'AVC denied',
  rule: 'no rule',
};
const run: Run = {
  chosen: { probes: [], surface: [], isPartial: false },
  about: {},
  played: { results: [fakeDrillResult], surface: [fakeDrillSurface], experiments: [experiment] },
  startedAt: 1,
  endedAt: 2,
  information: readings('enforcing', 'enforcing'),
  verdicts: undefined,
};
const none = { ids: () => [], read: () => undefined, keep: () => expect.unreachable() };
const reportOf = (changes: Partial<Run> = {}) => makeReport({ ...run, ...changes }, none);

describe('the report of a drill', () => {
  it.each([
    ['enforcing', 'enforcing', 'enforcing'],
    ['enforcing', 'permissive', 'permissive'],
    ['permissive', 'enforcing', 'permissive'],
    ['permissive', 'disabled', 'disabled'],
    ['disabled', 'enforcing', 'disabled'],
  ] as const)('says of SELinux that is %s before and %s after: %s', (before, after, said) => {
    expect(reportOf({ information: readings(before, after) }).host.selinux).toBe(said);
  });

  it('has every cell, part and experiment with its evidence', () => {
    const { results, surface, experiments, summary } = reportOf();
    expect({ results, surface, experiments }).toEqual(run.played);
    expect(summary).toEqual({ probes: 1, passed: 1, failed: 0 });
  });

  it.each([
    ['isolated', 'isolated', 'isolated'],
    ['isolated', 'not-isolated', 'not-isolated'],
    ['unknown', 'isolated', 'unknown'],
    ['not-isolated', 'unknown', 'not-isolated'],
  ] as const)('has of a container that is %s before and %s after the worse: %s', (before, after, said) => {
    const verdictOf = (state: VerdictState) =>
      verdictSchema().parse({ state, reasons: [{ message: 'It is {state}.', values: { state } }], checkedAt: 7 });
    const { isolation } = reportOf({ about: { container: 'web' }, verdicts: [verdictOf(before), verdictOf(after)] });
    expect(isolation).toEqual({ state: said, reasons: [`It is ${said}.`], checkedAt: 7 });
  });

  it('has no verdict where no container is named', () => {
    expect(reportOf()).not.toHaveProperty('isolation');
  });
});
