// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { textOf } from '../../../../contract/text.ts';
import { surfaceAcross } from '../../../../helper/features/drill/probes/member-probes.ts';
import { probes } from '../../../../helper/features/drill/probes/probe-list.ts';
import { surfaceProbes } from '../../../../helper/features/drill/probes/surface-probes.ts';
import { results, surface } from './fake-drill-results.ts';
import { membersFindings } from './fake-members-results.ts';

it('names the attempts as the drill of the helper does', () => {
  const real = new Map(
    probes.map(({ id, class: probeClass, title, expectedLayers }) => [
      id,
      { probe: id, class: probeClass, title: textOf(title), expectedLayers },
    ]),
  );
  const said = [...results, ...membersFindings.results].map(({ probe, class: probeClass, title, expectedLayers }) => ({
    probe,
    class: probeClass,
    title: textOf(title),
    expectedLayers,
  }));
  expect(said.length).toBeGreaterThan(10);
  expect(said).toEqual(said.map(({ probe }) => real.get(probe)));
});

it('names known vulnerabilities of an attempt that the helper names too', () => {
  const known = new Map(probes.map(({ id, holes = [] }) => [id, holes]));
  const unknown = results.flatMap(({ probe, holes = [] }) => holes.filter((hole) => !known.get(probe)?.includes(hole)));
  expect([results.some(({ holes = [] }) => holes.length > 0), unknown]).toEqual([true, []]);
});

it('names the parts of the kernel as the drill of the helper does', () => {
  const real = new Map(
    [...surfaceProbes, ...surfaceAcross].map(({ id, title, note }) => [
      id,
      { probe: id, title: textOf(title), note: textOf(note) },
    ]),
  );
  const said = [...surface, ...membersFindings.surface].map(({ probe, title, note }) => ({
    probe,
    title: textOf(title),
    note: textOf(note),
  }));
  expect(said).toEqual(said.map(({ probe }) => real.get(probe)));
});
