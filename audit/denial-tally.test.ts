// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { DenialEvent } from '../contract/model/denials/denial.ts';
import { createDenialGroups } from './denial-groups.ts';
import { denialReason } from './denial-reason.ts';
import { countParts, groupIdOf, groupOf, newTally, offerSample } from './denial-tally.ts';
import { groupId } from './group-id.ts';
import { fakeEvent } from '../testing/models/denial.ts';

const event = fakeEvent({
  source: { user: 'u', role: 'r', type: 'a_t', level: 's0:c1' },
  target: { user: 'u', role: 'r', type: 'b_t', level: 's0:c1' },
  time: 100,
  serial: 5,
  pid: 1,
  name: null,
});

describe('a group', () => {
  it('has the id of its types, class and sorted permissions, the same everywhere', () => {
    expect(['', 'a', 'ab', 'a_t b_t file read'].map(groupId)).toEqual([
      '1aee8d83c14d9671',
      '82c9790130324e85',
      '8a846752ed249f8a',
      'd42a1f7000353be9',
    ]);
    expect(groupIdOf(event)).toBe(groupId('a_t b_t file read'));
    expect(groupIdOf({ ...event, permissions: ['write', 'read'] })).toBe(groupId('a_t b_t file read write'));
    expect(groupIdOf({ ...event, source: null, target: null, class: null })).toBe(groupId('? ? ? read'));
    const nameless = newTally({ ...event, source: null, target: null, class: null });
    expect(nameless).toMatchObject({ sourceType: '?', targetType: '?', class: '?' });
  });

  it('grows by what is counted, and spans its time', () => {
    const tally = newTally(event);
    expect(tally).toMatchObject({ count: 0, notBlocked: 0, permissive: true, first: 100, last: 100 });
    const parts = { permissive: false, reason: 'no-rule', comm: 'sh', container: 'db' } as const;
    countParts(tally, parts, { count: 3, first: 90, last: 95 });
    countParts(tally, { ...parts, permissive: true, comm: null, container: null }, { count: 2, first: 99, last: 120 });
    countParts(tally, parts, { count: 1, first: 100, last: 100, notBlocked: 1 });
    expect(groupOf(tally)).toMatchObject({
      count: 6,
      notBlocked: 3,
      permissive: false,
      first: 90,
      last: 120,
      reason: 'no-rule',
      comms: ['sh'],
      containers: ['db'],
    });
    countParts(tally, { ...parts, reason: 'other-categories' }, { count: 1, first: 1, last: 1 });
    expect(groupOf(tally).reason).toBe('unknown');
  });

  it('is permissive only while each of its events is', () => {
    const groups = createDenialGroups();
    groups.add({ ...event, permissive: true });
    expect(groups.groups()).toMatchObject([{ permissive: true, notBlocked: 1 }]);
    groups.add({ ...event, permissive: null });
    groups.add({ ...event, permissive: true });
    expect(groups.groups()).toMatchObject([{ permissive: false, notBlocked: 2, count: 3 }]);
  });

  it('has the latest event by time and serial for its sample', () => {
    const tally = newTally(event);
    const sampleAfter = (time: number, serial: number, comm: string): string | null => {
      offerSample(tally, { ...event, time, serial, comm });
      return tally.sample.comm;
    };
    expect([
      sampleAfter(99, 9, 'older'),
      sampleAfter(100, 4, 'earlier'),
      sampleAfter(100, 5, 'same'),
      sampleAfter(100, 6, 'later'),
      sampleAfter(101, 1, 'newer'),
    ]).toEqual(['cat', 'cat', 'same', 'later', 'newer']);
  });

  it('keeps a limited number of containers', () => {
    const groups = createDenialGroups();
    for (let index = 0; index < 1100; index += 1) groups.add({ ...event, container: `c${index}`, comm: null });
    expect(groups.groups()).toMatchObject([{ count: 1100, comms: [] }]);
    expect(groups.groups()[0]?.containers).toHaveLength(1000);
  });
});

describe('groups', () => {
  it('are begun, or not, by those who count themselves', () => {
    const groups = createDenialGroups();
    expect(groups.tally(event, () => undefined)).toBeUndefined();
    expect(groups.groups()).toEqual([]);
    const tally = groups.tally(event, () => event);
    expect(groups.tally(event, () => ({ ...event, comm: 'never' }))).toBe(tally);
    expect(groups.idOf(event)).toBe(tally?.id);
    expect(groups.idOf({ ...event, class: 'dir' })).toBeUndefined();
    expect(groups.group('none')).toBeUndefined();
  });

  it('take a later sample of what was counted, and none of what was not', () => {
    const groups = createDenialGroups();
    groups.add(event);
    groups.offerSample({ ...event, time: 200, comm: 'later' });
    groups.offerSample({ ...event, class: 'dir' });
    expect(groups.groups()).toMatchObject([{ count: 1, last: 100, sample: { comm: 'later' } }]);
  });

  it('come in the order of their latest events, and of their ids where these are at one time', () => {
    const groups = createDenialGroups();
    for (const name of ['dir', 'fifo_file', 'lnk_file', 'sock_file']) groups.add({ ...event, class: name });
    groups.add({ ...event, class: 'file', time: 101 });
    const [first, ...others] = groups.groups();
    expect(first?.class).toBe('file');
    const ids = others.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
  });

  it('take over those of a later part, with all that they count', () => {
    const [earlier, later] = [createDenialGroups(), createDenialGroups()];
    earlier.add(event);
    later.add({ ...event, time: 200, comm: 'sh', container: 'db', permissive: true });
    later.add({ ...event, class: 'dir', time: 50 });
    expect(earlier.absorb(later.groups())).toBe(true);
    expect(earlier.groups()).toMatchObject([
      {
        class: 'file',
        count: 2,
        first: 100,
        last: 200,
        notBlocked: 1,
        permissive: false,
        comms: ['cat', 'sh'],
        containers: ['web', 'db'],
        sample: { time: 200 },
      },
      { class: 'dir', count: 1, first: 50 },
    ]);
  });

  it('take over none where there is no room for all, or some were lost', () => {
    const full = createDenialGroups({ maxGroups: 2 });
    full.add(event);
    const later = createDenialGroups();
    later.add({ ...event, class: 'dir' });
    expect([full.isFull, full.absorb(later.groups()), full.isFull]).toEqual([false, true, true]);
    later.add({ ...event, class: 'lnk_file' });
    expect([full.absorb(later.groups()), full.groups().length]).toEqual([false, 2]);
    later.add(event);
    full.add({ ...event, class: 'lnk_file' });
    expect(full.lost).toBe(2);
    expect(full.absorb([])).toBe(false);
  });

  it('drop the tenth that was quiet for the longest time, and know the others by their parts still', () => {
    const groups = createDenialGroups({ maxGroups: 10 });
    const named = (index: number): DenialEvent => ({ ...event, class: `class${index}`, permissions: ['b', 'a'] });
    for (let index = 0; index < 10; index += 1) groups.add(named(index));
    groups.add(named(0));
    expect([groups.lost, groups.isFull]).toEqual([0, true]);
    groups.add(named(10));
    expect([groups.lost, groups.groups().length]).toEqual([2, 9]);
    expect([1, 2].map((index) => groups.idOf(named(index)))).toEqual([undefined, undefined]);
    groups.add(named(0));
    expect(groups.groups().find(({ class: name }) => name === 'class0')?.count).toBe(3);
    expect(groups.groups()).toHaveLength(9);
  });
});

describe('a reason', () => {
  const { source, target } = event;
  it.each([['transition', 'dyntransition', 'create', 'relabelfrom', 'relabelto', 'associate']])(
    'is none where a constraint on users or roles may decide',
    (...permissions) => {
      const other = { ...event, target: target && { ...target, role: 'object_r' } };
      for (const permission of permissions)
        expect(denialReason({ ...other, permissions: ['read', permission] })).toBe('unknown');
      expect(denialReason({ ...event, permissions })).toBe('no-rule');
      expect(denialReason({ ...event, target: target && { ...target, user: 'x' }, permissions })).toBe('unknown');
      expect(denialReason(other)).toBe('no-rule');
    },
  );

  it('is none of a record that denies nothing, or lacks a context', () => {
    expect(denialReason({ ...event, decision: 'granted' })).toBe('unknown');
    expect(denialReason({ ...event, source: null })).toBe('unknown');
    expect(denialReason({ ...event, record: 'USER_AVC' })).toBe('no-rule');
  });

  it('is none where a level cannot be read', () => {
    const levels = (one: string, other: string): string =>
      denialReason({
        ...event,
        source: source && { ...source, level: one },
        target: target && { ...target, level: other },
      });
    expect([levels('', 's0'), levels('s0', ''), levels('s0', 'x'), levels('', ''), levels('s1', 's0')]).toEqual([
      'unknown',
      'unknown',
      'unknown',
      'no-rule',
      'unknown',
    ]);
  });
});
