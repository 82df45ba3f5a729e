// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { seedContainers } from '../../../testing/fake/containers/fake-containers.ts';
import { subjectOf } from '../../../../contract/model/isolation/audit-subject.ts';
import { stalenessOf, stalenessLabel } from './audit-staleness.ts';

const all = seedContainers(1_795_533_000);
const audited = subjectOf(all);
const without = (...names: readonly string[]) => all.filter(({ name }) => !names.includes(name));
const changed = (changes: Partial<Container>) =>
  subjectOf(all.map((container) => (container.name === 'web' ? { ...container, ...changes } : container)));

it('holds as long as the containers are the same, whatever their limits and addresses (window 4)', () => {
  expect(stalenessOf(audited, subjectOf(all))).toBeUndefined();
  expect(
    stalenessOf(
      audited,
      changed({ addresses: ['10.0.3.9'], limits: { memoryBytes: 1, cpus: null, pids: null } as Container['limits'] }),
    ),
  ).toBeUndefined();
});

it('is stale when one comes, goes, starts, stops, or is confined or configured otherwise (window 4)', () => {
  expect(stalenessOf(new Map(), audited)).toEqual({ made: all.length, gone: 0, changed: 0 });
  expect(stalenessOf(subjectOf(without('web')), audited)).toEqual({ made: 1, gone: 0, changed: 0 });
  expect(stalenessOf(audited, subjectOf(without('web', 'db')))).toEqual({ made: 0, gone: 2, changed: 0 });
  const changes: readonly Partial<Container>[] = [
    { initPid: null, state: 'stopped' },
    { initPid: 99_999 },
    { confinement: 'own' },
    { context: 'system_u:system_r:unconfined_t:s0' },
    { confinementMode: 'permissive' },
    { volumes: [] },
    { network: { kind: 'none' } },
    { userNamespaceBase: null },
  ];
  for (const one of changes)
    expect(stalenessOf(audited, changed(one)), JSON.stringify(one)).toEqual({ made: 0, gone: 0, changed: 1 });
});

it('says how many', () => {
  expect(stalenessLabel({ made: 7, gone: 0, changed: 0 })).toBe('7 containers were created since then');
  expect(stalenessLabel({ made: 1, gone: 1, changed: 2 })).toBe(
    '1 container was created, 1 container was removed, 2 containers were started, stopped or changed since then',
  );
});
