// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DrillCell } from '../../../../contract/model/drill.ts';
import { say } from '../../../../contract/text.ts';
import { fakeCell, fakeDrillResult } from '../fixtures/results.ts';
import type { Probe } from '../probes/probe.ts';
import { type AllCells, experimentOf, resultOf, surfaceOf } from './put-together.ts';
import type { WebAttack } from './web-attack.ts';

const probe: Probe = {
  id: 'file-read',
  class: 'files',
  title: say('Read a file'),
  breach: 'success',
  expectedLayers: ['selinux'],
  variants: ['namespaces'],
};
const only = (cell: DrillCell) => new Map([[probe.id, cell]]);
const [shared] = fakeDrillResult.taken;
const all: AllCells = {
  up: only(fakeDrillResult.with),
  down: only(fakeDrillResult.without),
  taken: new Map([['namespaces', only(shared?.cell ?? expect.unreachable())]]),
  downShared: only(shared?.withoutSelinux ?? expect.unreachable()),
};
const nothing: AllCells = { up: new Map(), down: new Map(), taken: new Map(), downShared: new Map() };

it('has the evidence of each cell in its place', () => {
  expect(resultOf(probe, all)).toEqual(fakeDrillResult);
});

it('says in every cell of an attempt that was not made why it has no other evidence', () => {
  const { with: up, without, taken, pass } = resultOf(probe, nothing);
  const cells = [up, without, ...taken.flatMap(({ cell, withoutSelinux }) => [cell, withoutSelinux])];
  expect(cells.map((cell) => [cell?.outcome, cell?.evidence])).toEqual(
    cells.map(() => ['not-run', ['it was not tried']]),
  );
  expect([cells.length, pass]).toEqual([4, false]);
});

it('passes no attempt without evidence, or that another layer blocked', () => {
  const passes = (up: DrillCell): boolean => resultOf(probe, { ...all, up: only(up) }).pass;
  const blocked = fakeCell('blocked', 'EACCES');
  expect(passes(blocked)).toBe(true);
  expect(passes({ ...blocked, evidence: [] })).toBe(false);
  expect(passes({ ...blocked, blockedBy: ['kernel'] })).toBe(false);
  expect(passes({ ...blocked, outcome: 'breached' })).toBe(false);
});

it('has of a part of the kernel what was seen, and null where SELinux was not removed', () => {
  const up = only(fakeCell('blocked', 'EACCES'));
  const part = { id: probe.id, title: say('TUN'), note: say('VPNs'), breach: 'success' } as const;
  const closed = { outcome: 'closed', evidence: ['EACCES'], closedBy: ['selinux'], denials: ['1.000:1'] };
  expect(surfaceOf(part, up, undefined)).toMatchObject({ with: closed, without: null });
  expect(surfaceOf(part, up, only(fakeCell('breached', 'opened'))).without).toMatchObject({
    outcome: 'open',
    evidence: ['opened'],
  });
});

it('has both exchanges of the request, and null only for one that was not sent', () => {
  const sent = (answer: string): WebAttack => ({
    exchange: { request: 'GET /', status: 200, answer },
    cell: fakeCell('breached', answer),
    denials: [],
  });
  const [up, down] = [new Map([['web', sent('')]]), new Map([['web', sent('drill-secret-1')]])];
  expect(experimentOf('web', { up, down, rule: 'no rule' })).toEqual({
    probe: 'web',
    without: { request: 'GET /', status: 200, answer: 'drill-secret-1' },
    with: { request: 'GET /', status: 200, answer: '' },
    record: null,
    rule: 'no rule',
  });
  expect(experimentOf('web', { up: new Map(), down, rule: null })).toMatchObject({ with: null, rule: null });
});
