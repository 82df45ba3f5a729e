// SPDX-License-Identifier: Apache-2.0
/** People and roles of the fake host: the one who uses the window has no role, and so polkit's answers. */

import { type ActionName, actionNames, actions, includesActions } from '../../../contract/actions.ts';
import { describeGrant, describeRoleChange } from '../../../contract/wording/describe-role.ts';
import { fail } from '../../../contract/errors.ts';
import { type Access, type AccessCell, type Grant, areSameGrants } from '../../../contract/model/access/access.ts';
import type { Handlers } from '../../../rpc/handlers.ts';
import type { FakeHost } from './fake-host.ts';
import { pause } from './pause.ts';

const members = ['bob', 'carol', 'dave', 'operator'];

/** What a role for a tag is of no use for on the fake host. */
const wholeOnly: readonly ActionName[] = actionNames.filter(
  (action) =>
    !/^view-(?:host|denials|logs|activity|files)$/.test(action) &&
    !/^(?:start|manage|remove|export)-containers$/.test(action) &&
    !/^(?:open-consoles|(?:take|restore|schedule)-snapshots|change-files)$/.test(action),
);

type AccessHandlers = Pick<Handlers<string>, 'access.query' | 'access.preview' | 'access.set-roles'>;

export function fakeAccess(host: FakeHost): AccessHandlers {
  return {
    'access.query': async () => ({
      ...judge(host.grants),
      grants: [...host.grants],
      file: 'as-saved',
      caller: 'operator',
    }),
    'access.preview': async ({ grants }) => judge(grants),
    'access.set-roles': async ({ before, grants }, { record }) => {
      if (!areSameGrants(before, host.grants)) fail('roles-changed', {});
      const unknown = grants.find(({ kind, name }) => kind === 'user' && !members.includes(name));
      if (unknown !== undefined) fail('account-not-found', { kind: 'user', name: unknown.name });
      if (judge(grants).administrators.length === 0) fail('roles-lock-out', {});
      await pause(150);
      const was = [...host.grants];
      host.grants.splice(0, host.grants.length, ...grants);
      if (record !== undefined) recordRoles(host, record, { was, is: grants });
      return { grants };
    },
  };
}

function recordRoles(host: FakeHost, id: number, { was, is }: { was: readonly Grant[]; is: readonly Grant[] }): void {
  host.changes.set(id, {
    id,
    kind: 'roles',
    summary: describeRoleChange(was, is),
    change: is.map(describeGrant),
    before: was.map(describeGrant),
    group: null,
    container: null,
    uid: 1000,
    user: 'operator',
    madeAt: host.now(),
    state: 'applied',
    undoneBy: null,
    cannotUndo: null,
  });
  host.reverts.set(id, () => host.grants.splice(0, host.grants.length, ...was));
}

function judge(grants: readonly Grant[]): Access {
  const ownOf = (user: string): readonly Grant[] => grants.filter(({ kind, name }) => kind === 'user' && name === user);
  const people = ['root', ...members].map((user, index) => ({
    user,
    uid: index === 0 ? 0 : 999 + index,
    mayConnect: true,
    sees: seenBy(ownOf(user)),
    cells: actionNames.map((action) => cellOf(action, user === 'root' ? undefined : ownOf(user))),
  }));
  const administrators = members.filter((user) => {
    const own = ownOf(user);
    return own.length === 0 || own.some(({ role, tag }) => role === 'administer' && tag === null);
  });
  return { people, leftOut: 0, administrators, unknown: [] };
}

function seenBy(own: readonly Grant[]): string[] | null {
  if (own.length === 0 || own.some(({ tag }) => tag === null)) return null;
  return own.flatMap(({ tag }) => tag ?? []).sort();
}

/** Root has undefined. */
function cellOf(action: ActionName, own: readonly Grant[] | undefined): AccessCell {
  const polkit = { action, source: 'polkit', tags: null } as const;
  if (own === undefined) return { ...polkit, answer: 'allowed' };
  if (own.length === 0)
    return { ...polkit, answer: actions[action].defaults.any.startsWith('auth') ? 'password' : 'denied' };
  const fitting = own.filter(({ role }) => includesActions(role, [action]));
  if (fitting.some(({ tag }) => tag === null)) return { ...polkit, answer: 'allowed' };
  if (fitting.length === 0 || wholeOnly.includes(action))
    return { action, answer: 'denied', source: 'derived', tags: null };
  return { ...polkit, answer: 'allowed', tags: fitting.flatMap(({ tag }) => tag ?? []) };
}
