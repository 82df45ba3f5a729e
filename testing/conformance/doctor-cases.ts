// SPDX-License-Identifier: Apache-2.0
/** The prerequisites of a host: what is promised of checks and of their fixes. */

import { describe, expect, it } from 'vitest';
import { checkStateSchema } from '../../contract/model/host/host-check.ts';
import type { ConformanceSubject } from './subject.ts';

/** What every host is asked about, with SELinux or without. */
const alwaysChecked = ['kernel', 'cgroup', 'clock', 'polkit', 'selinux', 'lxc', 'bridge', 'subordinate-ids', 'images'];

export function describeDoctor(subject: () => ConformanceSubject): void {
  describe('the checks of the host', () => {
    it('come one for each prerequisite, each with a sentence, and with a fix where something is not right', async () => {
      const { checks, checkedAt } = await subject().client.request('doctor.check', {});
      const ids = checks.map(({ id }) => id);
      expect(checkedAt).toBeGreaterThan(1_600_000_000);
      expect(new Set(ids).size).toBe(ids.length);
      expect(alwaysChecked.filter((id) => !ids.includes(id))).toEqual([]);
      for (const { id, state, title, message, fix } of checks) {
        expect(checkStateSchema().options).toContain(state);
        expect([id, title === '', /[.]$/.test(message)]).toEqual([id, false, true]);
        expect([id, fix === null]).toEqual([id, state === 'ok']);
        if (fix?.by === 'helper') expect(fix.check).toBe(id);
      }
    });

    it('are right after their fix, which may be asked for again', async () => {
      const { client } = subject();
      for (let time = 0; time < 2; time += 1)
        expect(await client.request('doctor.fix', { check: 'bridge' })).toMatchObject({
          id: 'bridge',
          state: 'ok',
          fix: null,
        });
      const { checks } = await client.request('doctor.check', {});
      expect(checks.find(({ id }) => id === 'bridge')?.state).toBe('ok');
    });

    it('have no other fixes by the helper than those of the contract', async () => {
      const call = subject().client.request('doctor.fix', { check: 'kernel' as 'bridge' });
      await expect(call).rejects.toMatchObject({ code: 'params-invalid' });
    });
  });
}
