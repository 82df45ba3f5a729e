// SPDX-License-Identifier: Apache-2.0
/** Who may do what, and the roles that people are given. */

import { describeGrant, describeRoleChange } from '../../../contract/wording/describe-role.ts';
import { fail, isFailure } from '../../../contract/errors.ts';
import { type Access, areSameGrants, type Grant } from '../../../contract/model/access/access.ts';
import type { Roles } from '../../access/roles.ts';
import type { ChangeLedger } from '../../journal/change-ledger.ts';
import type { HandlersOf, OperationsOf } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import { type Actor, actorOf } from '../../server/actor.ts';
import type { ChangeDriver } from '../remedies/ports.ts';
import { type AskOptions, openQuestions } from './ask-about.ts';
import { administratorsOf, judgePeople } from './judge-people.ts';
import { type Accounts, hostAccounts, listPeople, unknownAccounts } from './people.ts';
import { createRoleDriver } from './role-driver.ts';

export interface AccessFeature {
  readonly handlers: HandlersOf<OperationsOf<'access'>>;
  readonly drivers: { readonly roles: ChangeDriver };
}

export interface AccessFeatureOptions extends AskOptions {
  readonly roles: Roles;
  readonly ledger: ChangeLedger;
  readonly log: Log;
  readonly accounts?: Accounts;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

export function createAccessFeature({
  roles,
  ledger,
  accounts = hostAccounts,
  now,
  ...askOptions
}: AccessFeatureOptions): AccessFeature {
  async function judge(grants: readonly Grant[]): Promise<Access> {
    const { all, shown } = listPeople(grants, accounts);
    const questions = openQuestions(askOptions);
    try {
      const { people } = await judgePeople(shown, grants, questions.ask);
      return {
        people,
        administrators: administratorsOf(all, grants),
        leftOut: all.length - shown.length,
        unknown: unknownAccounts(grants, accounts).map(({ name }) => name),
      };
    } finally {
      questions.close();
    }
  }

  /** Fails where nobody but root could administer afterwards, though somebody can now. */
  function save(grants: readonly Grant[]): void {
    const { all } = listPeople([...roles.inForce(), ...grants], accounts);
    const isLockOut = administratorsOf(all, grants).length === 0 && all.length > 1;
    if (isLockOut && administratorsOf(all, roles.inForce()).length > 0) fail('roles-lock-out', {});
    roles.set(grants);
  }

  function record(before: readonly Grant[], after: readonly Grant[], { activity: id, uid, user }: Actor): void {
    const made = {
      id,
      uid,
      user,
      madeAt: now(),
      state: 'applied',
      undoneBy: null,
      group: null,
      container: null,
    } as const;
    try {
      ledger.add({
        ...made,
        kind: 'roles',
        summary: describeRoleChange(before, after),
        change: after.map(describeGrant),
        before: before.map(describeGrant),
        cannotUndo: null,
        plan: { before, after },
      });
    } catch (error) {
      if (!isFailure(error, 'disk-full')) throw error;
    }
  }

  return {
    handlers: {
      'access.query': async (_, { caller }) => ({
        ...(await judge(roles.inForce())),
        grants: [...roles.inForce()],
        file: roles.file(),
        caller: caller.identity.user,
      }),
      'access.preview': ({ grants }) => judge(grants),
      'access.set-roles': async ({ before, grants }, call) => {
        const was = roles.inForce();
        if (!areSameGrants(before, was)) fail('roles-changed', {});
        const isNew = ({ kind, name }: Grant): boolean => !was.some((one) => one.kind === kind && one.name === name);
        const unknown = unknownAccounts(grants.filter(isNew), accounts)[0];
        if (unknown !== undefined) fail('account-not-found', { kind: unknown.kind, name: unknown.name });
        save(grants);
        if (!areSameGrants(was, grants)) record(was, grants, actorOf(call));
        return { grants: [...grants] };
      },
    },
    drivers: { roles: createRoleDriver({ inForce: roles.inForce, save }) },
  };
}
