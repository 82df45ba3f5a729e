// SPDX-License-Identifier: Apache-2.0
/** The switch of a host to SELinux, on one that enforces already: what it says, and what it denies. */

import { describe, expect, it } from 'vitest';
import { switchStepSchema } from '../../contract/model/host/switch.ts';
import { codeOf } from './read-stream.ts';
import type { ConformanceSubject } from './subject.ts';

export function describeSwitch(subject: () => ConformanceSubject): void {
  describe('the switch to SELinux', () => {
    it('has its last stage where SELinux enforces, and nothing is left to do', async () => {
      const status = await subject().client.request('switch.status', {});
      expect(status).toMatchObject({ stage: 'enforcing', trialEndsAt: null, next: { command: null } });
      expect(status.modules).toContain('selinux');
    });

    it('is planned for each step without a change', async () => {
      const { client } = subject();
      const before = await client.request('switch.status', {});
      const { steps } = await client.request('switch.plan', {});
      expect(Object.keys(steps).sort()).toEqual([...switchStepSchema().options].sort());
      for (const words of Object.values(steps)) expect(words.length).toBeGreaterThan(0);
      expect(await client.request('switch.status', {})).toEqual(before);
    });

    it('is not prepared again, and not tried, kept or ended', async () => {
      const { client } = subject();
      const before = await client.request('switch.status', {});
      expect(await client.request('switch.prepare', {})).toEqual(before);
      expect(await codeOf(client.request('switch.enforce', { despite: true }))).toBe('switch-denied');
      expect(await codeOf(client.request('switch.confirm', {}))).toBe('switch-denied');
      expect(await codeOf(client.request('switch.back', { of: 'trial' }))).toBe('switch-denied');
      expect(await codeOf(client.request('switch.back', { of: 'all' }))).toBe('switch-denied');
    });
  });
}
