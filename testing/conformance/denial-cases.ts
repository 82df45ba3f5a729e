// SPDX-License-Identifier: Apache-2.0
/** Denials: what is promised of groups, events, counts over time, and dontaudit denials. */

import { describe, expect, it } from 'vitest';
import { codeOf } from './read-stream.ts';
import type { ConformanceSubject } from './subject.ts';
import { readResult } from '../../rpc/read-result.ts';

export function describeDenials(subject: () => ConformanceSubject): void {
  describeReplays(subject);
  describe('denials', () => {
    it('come in groups, the latest first, with events that name their group', async () => {
      const { groups, events } = await subject().client.request('denial.query', { events: 1000 });
      const ids = new Set(groups.map(({ id }) => id));
      const last = groups.map((group) => group.last);
      expect(ids.size).toBe(groups.length);
      expect(last).toEqual([...last].sort((a, b) => b - a));
      expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).sort((a, b) => a - b));
      expect(events.filter(({ group }) => group !== null && !ids.has(group))).toEqual([]);
      for (const { count, notBlocked, first, last: latest, permissive, sample } of groups) {
        expect(notBlocked).toBeLessThanOrEqual(count);
        expect(first).toBeLessThanOrEqual(latest);
        expect(permissive).toBe(notBlocked === count);
        expect(sample.decision).toBe('denied');
      }
    });

    it('are watched from a snapshot of what a query gives', async () => {
      const { client } = subject();
      for await (const item of client.stream('denial.watch', { events: 0 })) {
        const { groups } = await client.request('denial.query', {});
        expect(item.type).toBe('snapshot');
        expect(item.events).toEqual([]);
        expect(item.groups.map(({ id }) => id).sort()).toEqual(groups.map(({ id }) => id).sort());
        break;
      }
    });

    it('are counted in the slots that were asked for', async () => {
      const to = 1_795_600_000;
      const timeline = await subject().client.request('denial.timeline', { to, slotMinutes: 5, slots: 12 });
      expect(timeline).toMatchObject({ slotSeconds: 300, slots: 12 });
      expect(timeline.from % 300).toBe(0);
      expect(timeline.from + 11 * 300).toBeLessThanOrEqual(to);
      expect(timeline.from + 12 * 300).toBeGreaterThan(to);
      for (const { slot, group, container } of timeline.cells) {
        expect(slot).toBeLessThan(12);
        expect(group).toBeLessThan(timeline.groups.length);
        expect(container ?? 0).toBeLessThanOrEqual(timeline.containers.length);
      }
    });

    it('of an unknown group cannot be explained, nor a remedy be applied to them', async () => {
      const { client } = subject();
      const group = 'ffffffffffffffff';
      expect(await codeOf(client.request('denial.explain', { group }))).toBe('denial-not-found');
      const applied = readResult(
        client.stream('remedy.apply', {
          group,
          remedy: 'leave',
          seen: { change: [], opensCount: 0, risk: 'low' },
        }),
      );
      expect(await codeOf(applied)).toBe('denial-not-found');
    });
  });

  describe('dontaudit denials', () => {
    it('are logged until the time that was answered, or until that is ended', async () => {
      const { client } = subject();
      const switches = client.stream('denial.watch-dontaudit', {})[Symbol.asyncIterator]();
      expect(await switches.next()).toEqual({ done: false, value: { until: null } });
      const { until } = await client.request('denial.show-dontaudit', { minutes: 2 });
      expect(await switches.next()).toEqual({ done: false, value: { until } });
      await client.request('denial.hide-dontaudit', {});
      expect(await switches.next()).toEqual({ done: false, value: { until: null } });
      await switches.return?.();
    });
  });
}

/** What was recorded, answered again under a policy that differs. */
function describeReplays(subject: () => ConformanceSubject): void {
  describe('recorded accesses', () => {
    it('are given as distinct accesses for a replay, with how far the records reach', async () => {
      const { client } = subject();
      const { accesses, recording } = await client.request('policy.recorded', { days: 2 });
      expect(recording.leftOut).toBeGreaterThanOrEqual(0);
      for (const { permissions, used, blocked } of accesses) {
        expect(permissions.length).toBeGreaterThan(0);
        expect(used + blocked).toBeGreaterThan(0);
      }
      const longer = await client.request('policy.recorded', { days: 20 });
      expect(longer.recording.since).toBeLessThanOrEqual(recording.since);
    });

    it('are all answered as they are now with a boolean that has its value already', async () => {
      const { client } = subject();
      // Policies of all distributions have it, and a host where it is on cannot be set up.
      const boolean = { name: 'secure_mode_policyload', isOn: false };
      const replay = await client.request('policy.replay', { boolean, days: 2 });
      expect([replay.deniedCount, replay.allowedCount]).toEqual([0, 0]);
      expect(replay.unknownCount).toBeLessThanOrEqual(replay.examined);
      const longer = await client.request('policy.replay', { boolean, days: 20 });
      expect(longer.recording.since).toBeLessThanOrEqual(replay.recording.since);
    });

    it('are not replayed with a boolean that the policy does not have', async () => {
      const call = subject().client.request('policy.replay', {
        boolean: { name: 'no_such_boolean', isOn: true },
        days: 7,
      });
      expect(await codeOf(call)).toBe('context-unknown');
    });
  });
}
