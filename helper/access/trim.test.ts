// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DenialGroup, GroupedEvent } from '../../contract/model/denials/denial.ts';
import type { OperationName } from '../../contract/operations/index.ts';
import { fakeActivity } from './fixtures/fake-activity.ts';
import { type Sees, views } from './views.ts';
import { trimDenials, trimTimeline } from './trim-denials.ts';

const seesWeb: Sees = (container) => container === 'web';
const event = (container: string | null, group: string, comm: string): GroupedEvent =>
  ({ container, group, comm, time: 1, serial: 1 }) as unknown as GroupedEvent;
const group = (id: string, containers: readonly string[], sample: string | null): DenialGroup =>
  ({ id, containers, comms: ['sh', 'psql'], sample: { container: sample, comm: 'psql' } }) as unknown as DenialGroup;

function cut(name: OperationName, given: object): unknown {
  const view = views[name];
  if (view.kind !== 'trimmed') throw new Error(`cannot cut ${name}`);
  return (view.open() as (given: object, sees: Sees) => unknown)(given, seesWeb);
}

it('denials are those of seen containers, and a shared cause says nothing of the other ones', () => {
  const given = {
    groups: [
      group('own', ['web'], 'web'),
      group('shared', ['web', 'db'], 'db'),
      group('other', ['db'], 'db'),
      group('host', [], null),
    ],
    events: [event('web', 'shared', 'sh'), event('db', 'shared', 'psql'), event(null, 'host', 'sshd')],
  };
  const { groups, events } = trimDenials(given, seesWeb);
  expect(groups).toMatchObject([
    { id: 'own' },
    { id: 'shared', containers: ['web'], comms: ['sh'], sample: { container: 'web', comm: 'sh' } },
  ]);
  expect(events).toEqual([given.events[0]]);
  expect(trimDenials({ ...given, events: [] }, seesWeb).groups).toMatchObject([{ id: 'own' }]);
});

it('counts are those of seen containers, with places of their own', () => {
  const cell = { slot: 0, blocked: 1, notBlocked: 0 };
  const given = {
    from: 0,
    slotSeconds: 60,
    slots: 1,
    groups: ['a', 'b'],
    containers: ['db', 'web'],
    cells: [
      { ...cell, group: 0, container: 0 },
      { ...cell, group: 1, container: 1 },
      { ...cell, group: 0, container: null },
    ],
    policyEvents: [],
  };
  expect(trimTimeline(given, seesWeb)).toMatchObject({
    groups: ['b'],
    containers: ['web'],
    cells: [{ group: 0, container: 0, blocked: 1 }],
  });
});

it('activity is about seen containers, and not about a preset or an image of such a name', () => {
  const entries = [
    fakeActivity({ operation: 'container.start', subject: 'web' }),
    fakeActivity({ operation: 'container.create', subject: 'web' }),
    fakeActivity({ operation: 'container.start', subject: 'db' }),
    fakeActivity({ operation: 'preset.save', subject: 'web' }),
    fakeActivity({ operation: 'image.remove', subject: 'web' }),
    fakeActivity({ operation: 'no.such-operation', subject: 'web' }),
    fakeActivity({ operation: 'access.set-roles', subject: null }),
  ];
  expect(cut('activity.watch', { type: 'snapshot', entries })).toEqual({
    type: 'snapshot',
    entries: entries.slice(0, 2),
  });
  expect(entries.map((entry) => cut('activity.watch', { type: 'changed', entry }) !== undefined)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

it('samples, ranks and alerts are of seen containers', () => {
  const named = [{ name: 'web' }, { name: 'db' }];
  expect(cut('sample.watch', { samples: [{ time: 1, host: {}, containers: named }] })).toEqual({
    samples: [{ time: 1, host: {}, containers: [{ name: 'web' }] }],
  });
  expect(cut('sample.rank', { from: 0, to: 1, containers: named })).toEqual({
    from: 0,
    to: 1,
    containers: [{ name: 'web' }],
  });
  const alerts = [{ container: 'web' }, { container: 'db' }, { container: null }];
  expect(cut('alert.watch', { rules: [{}], alerts, targets: [{}] })).toEqual({
    rules: [],
    alerts: [alerts[0]],
    targets: [],
  });
});
