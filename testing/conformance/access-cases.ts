// SPDX-License-Identifier: Apache-2.0
/** Tests who may do what. Nothing here changes a role. */

import { describe, expect, it } from 'vitest';
import { actionNames } from '../../contract/actions.ts';
import type { Grant } from '../../contract/model/access/access.ts';
import { codeOf } from './read-stream.ts';
import type { ConformanceSubject } from './subject.ts';

export function describeAccess(subject: () => ConformanceSubject): void {
  describe('access', () => {
    it('is given for each person and each action, and root may do everything', async () => {
      const { people } = await subject().client.request('access.query', {});
      for (const { cells } of people) expect(cells.map(({ action }) => action)).toEqual(actionNames);
      expect(people[0]).toMatchObject({ user: 'root', uid: 0, sees: null });
      expect(new Set(people[0]?.cells.map(({ answer }) => answer))).toEqual(new Set(['allowed']));
      const others = people.slice(1).map(({ user }) => user);
      expect(others).toEqual([...others].sort());
    });

    it('is shown as roles would make it, and none is given by that', async () => {
      const { client } = subject();
      const { caller, grants } = await client.request('access.query', {});
      const role: Grant = { kind: 'user', name: caller, role: 'see', tag: null };
      const { people } = await client.request('access.preview', { grants: [role] });
      const cells = people.find(({ user }) => user === caller)?.cells;
      const answerTo = (name: string): string | undefined => cells?.find(({ action }) => action === name)?.answer;
      expect([answerTo('view-host'), answerTo('start-containers')]).toEqual(['allowed', 'denied']);
      expect((await client.request('access.query', {})).grants).toEqual(grants);
    });

    it('is not changed by whom the roles were changed for meanwhile, nor for one whom the host does not know', async () => {
      const { client } = subject();
      const { grants } = await client.request('access.query', {});
      const role: Grant = { kind: 'user', name: 'nobody-of-this-name', role: 'see', tag: null };
      const setRoles = (before: Grant[]): Promise<unknown> =>
        codeOf(client.request('access.set-roles', { before, grants: [...grants, role] }));
      expect(await setRoles([...grants, role])).toBe('roles-changed');
      expect(await setRoles(grants)).toBe('account-not-found');
    });
  });
}
