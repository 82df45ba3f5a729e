// SPDX-License-Identifier: Apache-2.0
import { openSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actionNames } from '../../../contract/actions.ts';
import { type Access, compareAccess, type Grant, takesAway } from '../../../contract/model/access/access.ts';
import { textOf } from '../../../contract/text.ts';
import { openRoles, type Roles } from '../../access/roles.ts';
import type { ChangeLedger, RecordedChange } from '../../journal/change-ledger.ts';
import { createAccessFeature, type AccessFeature } from './feature.ts';
import type { Accounts } from './people.ts';

const accounts: Accounts = (() => {
  const all = ['root', 'alice', 'bob'].map((name, index) => ({ name, uid: index === 0 ? 0 : 1000 + index, gid: 100 }));
  return {
    members: () => new Set([1001, 1002]),
    accountOf: (uid) => all.find((one) => one.uid === uid),
    userNumber: (name) => all.find((one) => one.name === name)?.uid,
    groupsOf: ({ name }) => new Set(name === 'bob' ? ['web'] : []),
    isGroup: (name) => name === 'web',
  };
})();
const see = (name: string, tag: string | null = null): Grant => ({ kind: 'user', name, role: 'see', tag });

let state = '';
let recorded: RecordedChange[] = [];
let asked: { readonly uid: number; readonly id: string; readonly role: string | undefined }[] = [];
let roles: Roles;
let feature: AccessFeature;
let answers: (uid: number) => 'yes' | 'challenge' | 'silent';

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'bulkhead-access-'));
  [recorded, asked] = [[], []];
  answers = () => 'challenge';
  roles = openRoles(state, () => undefined, process.getuid?.() ?? 0);
  feature = createAccessFeature({
    roles,
    ledger: { add: (change: RecordedChange) => void recorded.push(change) } as unknown as ChangeLedger,
    log: () => undefined,
    accounts,
    now: () => 7,
    openProcess: () => openSync('/dev/null', 'r'),
    ask: async ({ uid, actionId, details, mayPrompt }) => {
      expect(mayPrompt).toBe(false);
      asked.push({ uid, id: actionId, role: details['role'] });
      const answer = answers(uid);
      if (answer === 'silent') throw new Error('no polkit');
      return { isAuthorised: answer === 'yes', isChallenge: answer === 'challenge', isDismissed: false };
    },
  });
});
afterEach(() => rmSync(state, { recursive: true }));

const call = {
  caller: { identity: { uid: 1001, gid: 100, pid: 1, user: 'alice' } },
  signal: new AbortController().signal,
  record: 5,
};
const preview = (grants: Grant[]): Promise<Access> => feature.handlers['access.preview']({ grants }, call as never);
const save = (before: Grant[], grants: Grant[]): Promise<unknown> =>
  feature.handlers['access.set-roles']({ before, grants }, call as never);
const cellOf = (access: Access, user: string, action: string) =>
  access.people.find((person) => person.user === user)?.cells.find((cell) => cell.action === action);

describe('who may do what', () => {
  it('is what polkit answers about each person and action, without a prompt', async () => {
    answers = (uid) => (uid === 0 ? 'yes' : 'challenge');
    const access = await preview([see('bob')]);
    expect(access.people.map(({ user }) => user)).toEqual(['root', 'alice', 'bob']);
    expect(cellOf(access, 'root', 'remove-containers')).toMatchObject({ answer: 'allowed', source: 'polkit' });
    expect(cellOf(access, 'alice', 'remove-containers')).toMatchObject({ answer: 'password', source: 'polkit' });
    expect(asked.filter(({ uid }) => uid === 1001)).toHaveLength(actionNames.length);
    expect(asked.filter(({ uid }) => uid === 1002).map(({ role }) => role)).toEqual([
      'see',
      'see',
      'see',
      'see',
      'see',
    ]);
  });

  it('is everything for root, whatever is granted', async () => {
    answers = () => 'silent';
    const { people } = await preview([see('root')]);
    expect(new Set(people[0]?.cells.map(({ answer }) => answer))).toEqual(new Set(['allowed']));
  });

  it('is denied by a role without a question, and where polkit is silent it is derived', async () => {
    answers = () => 'silent';
    const access = await preview([see('bob', 'shop')]);
    expect(asked).toHaveLength(1);
    expect(cellOf(access, 'bob', 'view-logs')).toEqual({
      action: 'view-logs',
      answer: 'allowed',
      source: 'derived',
      tags: ['shop'],
    });
    expect(cellOf(access, 'bob', 'manage-containers')).toMatchObject({ answer: 'denied', source: 'derived' });
    expect(cellOf(access, 'bob', 'view-policy')).toMatchObject({ answer: 'denied' });
    expect(cellOf(access, 'alice', 'view-logs')).toMatchObject({ answer: 'password', source: 'derived' });
    expect(access.people.find(({ user }) => user === 'bob')?.sees).toEqual(['shop']);
  });

  it('counts the roles of groups, and names accounts that the host does not have', async () => {
    const group: Grant = { kind: 'group', name: 'web', role: 'operate', tag: null };
    const access = await preview([group, see('nobody-here'), { ...group, name: 'gone' }]);
    expect(cellOf(access, 'bob', 'remove-images')).toMatchObject({ answer: 'denied' });
    expect(access.unknown).toEqual(['nobody-here', 'gone']);
    expect(access.administrators).toEqual(['alice']);
  });

  it('says what a change takes from whom', async () => {
    answers = (uid) => (uid === 0 ? 'yes' : 'challenge');
    const [before, after] = [await preview([]), await preview([see('bob')])];
    const differences = compareAccess(before, after);
    expect(new Set(differences.map(({ user }) => user))).toEqual(new Set(['bob']));
    expect(differences.find(({ action }) => action === 'remove-containers')).toMatchObject({
      before: { answer: 'password' },
      after: { answer: 'denied' },
    });
    expect(differences.filter(takesAway)).toHaveLength(actionNames.length - 5);
  });
});

describe('roles', () => {
  it('are saved, recorded with both states, and undone', async () => {
    await save([], [see('bob')]);
    expect(roles.inForce()).toEqual([see('bob')]);
    expect(recorded).toMatchObject([{ id: 5, kind: 'roles', uid: 1001, plan: { before: [], after: [see('bob')] } }]);
    expect(textOf(recorded[0]?.summary ?? '')).toBe('Roles given: user bob: see, all containers');
    const { roles: driver } = feature.drivers;
    const plan = recorded[0]?.plan;
    expect(await driver.readState(plan)).toEqual({ state: 'after' });
    await driver.revert(plan);
    expect([roles.inForce(), await driver.readState(plan)]).toEqual([[], { state: 'before' }]);
  });

  it('are not saved over what somebody else saved, nor for an account that is not there', async () => {
    await save([], [see('bob')]);
    await expect(save([], [])).rejects.toMatchObject({ code: 'roles-changed' });
    await expect(save([see('bob')], [see('bob'), see('eve')])).rejects.toMatchObject({ code: 'account-not-found' });
    expect(roles.inForce()).toEqual([see('bob')]);
  });

  it('are not saved, nor undone, where root alone would be left to administer (B14)', async () => {
    await expect(save([], [see('alice'), see('bob')])).rejects.toMatchObject({ code: 'roles-lock-out' });
    await save([], [see('alice')]);
    await expect(
      save([see('alice')], [see('alice'), { kind: 'group', name: 'web', role: 'operate', tag: null }]),
    ).rejects.toMatchObject({
      code: 'roles-lock-out',
    });
    await expect(
      feature.drivers.roles.revert({ before: [see('alice'), see('bob')], after: [see('alice')] }),
    ).rejects.toMatchObject({ code: 'roles-lock-out' });
    expect(roles.inForce()).toEqual([see('alice')]);
  });
});
