// SPDX-License-Identifier: Apache-2.0
/**
 * Puts roles into effect: which role somebody has for a call, and what they see of its answers. Every call of every
 * client goes through both.
 */

import { includesActions, type ActionName, type Role } from '../../contract/actions.ts';
import { fail } from '../../contract/errors.ts';
import type { Grant } from '../../contract/model/access/access.ts';
import { type OperationName, operations } from '../../contract/operations/index.ts';
import type { Call, Handlers } from '../../rpc/handlers.ts';
import { groupsOf } from '../system/accounts.ts';
import { grantsOf, type Reach, type Standing, standingOf, tagsSeen } from './standing.ts';
import { type Sees, views } from './views.ts';

/** Who calls, as the kernel identified them. */
interface Who {
  readonly user: string;
  readonly uid: number;
  readonly gid: number;
}

export interface RoleSource {
  readonly inForce: () => readonly Grant[];
  /** The number of the user who has no role whatever is granted; for tests that root runs. */
  readonly root?: number;
  /** The tags of each container, by name. */
  readonly tags: () => Promise<ReadonlyMap<string, readonly string[]>>;
  readonly groupsOf?: (who: { readonly name: string; readonly gid: number }) => ReadonlySet<string>;
}

export interface RoleGate {
  /** Looks at no container unless a role of the caller depends on its tags. */
  standing(who: Who, name: OperationName, params: unknown): Promise<Standing>;
  /** Fails with `not-authorised` where they have a role that does not include all of it. */
  require(
    who: Who,
    name: OperationName,
    call: { readonly params: unknown; readonly actions: readonly ActionName[] },
  ): Promise<void>;
  /** The handlers, whose answers are cut to what their caller sees at that moment. */
  limit<Caller extends { readonly identity: Who }>(handlers: Handlers<Caller>): Handlers<Caller>;
}

/** Gives everybody no role, for a server without roles. */
export const noRoles: RoleSource = { inForce: () => [], tags: async () => new Map() };

export function createRoleGate({ inForce, tags, root = 0, groupsOf: groups = groupsOf }: RoleSource): RoleGate {
  function ownGrants({ user, uid, gid }: Who): readonly Grant[] {
    const all = inForce();
    if (all.length === 0 || uid === root) return [];
    const isByGroup = all.some(({ kind }) => kind === 'group');
    return grantsOf(all, { user, uid, groups: isByGroup ? groups({ name: user, gid }) : new Set() });
  }

  async function reachOf(name: OperationName, params: unknown): Promise<Reach> {
    const view = views[name];
    if (view.kind === 'whole') return { kind: 'host' };
    if (view.kind !== 'one' && view.kind !== 'one-or-host') return { kind: 'any' };
    const container = (view.of as (params: unknown) => string | undefined)(params);
    if (container === undefined) return { kind: 'any' };
    return { kind: 'container', tags: (await tags()).get(container) ?? [] };
  }

  async function standing(who: Who, name: OperationName, params: unknown): Promise<Standing> {
    const own = ownGrants(who);
    const isByTag = own.some(({ tag }) => tag !== null);
    return standingOf(own, isByTag ? await reachOf(name, params) : { kind: 'host' });
  }

  /** Undefined where they see all. */
  async function seen(who: Who): Promise<Sees | undefined> {
    const limits = tagsSeen(ownGrants(who));
    if (limits === null) return undefined;
    const all = await tags();
    return (container) => container !== null && (all.get(container) ?? []).some((tag) => limits.includes(tag));
  }

  function limitOne(name: OperationName, handler: AnyHandler): AnyHandler {
    const view = views[name];
    if (view.kind !== 'trimmed') return handler;
    return (params, call) => {
      const cutter = view.open() as (given: unknown, sees: Sees) => unknown;
      const { identity } = call.caller;
      const isByRole = ownGrants(identity).length > 0;
      const trim = async (given: unknown): Promise<unknown> => {
        // What was opened by a role ends with it: without any, nothing would limit it.
        if (isByRole && ownGrants(identity).length === 0) fail('not-authorised', { action: operations[name].action });
        const sees = await seen(identity);
        return sees === undefined ? given : cutter(given, sees);
      };
      const given = handler(params, call);
      return isItems(given) ? trimItems(given, trim) : given.then(trim);
    };
  }

  return {
    standing,
    async require(who, name, { params, actions }) {
      const role = await standing(who, name, params);
      if (role === 'none' || (role !== 'denied' && includesActions(role, actions))) return;
      fail('not-authorised', { action: deniedAction(role, actions) });
    },
    limit: (handlers) =>
      Object.fromEntries(
        Object.entries(handlers).map(([name, handler]) => [
          name,
          limitOne(name as OperationName, handler as unknown as AnyHandler),
        ]),
      ) as unknown as typeof handlers,
  };
}

type Items = AsyncGenerator<unknown, unknown, undefined>;
type AnyHandler = (params: unknown, call: Call<{ readonly identity: Who }>) => Promise<unknown> | Items;

function isItems(given: Promise<unknown> | Items): given is Items {
  return Symbol.asyncIterator in given;
}

async function* trimItems(items: Items, trim: (given: unknown) => Promise<unknown>): Items {
  try {
    for (;;) {
      const next = await items.next();
      if (next.done === true) return next.value;
      const trimmed = await trim(next.value);
      if (trimmed !== undefined) yield trimmed;
    }
  } finally {
    await items.return(undefined);
  }
}

/** The first action that the role does not include. */
function deniedAction(role: Role | 'denied', actions: readonly ActionName[]): string {
  return (
    (role === 'denied' ? undefined : actions.find((action) => !includesActions(role, [action]))) ?? actions[0] ?? ''
  );
}
