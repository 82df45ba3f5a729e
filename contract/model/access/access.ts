// SPDX-License-Identifier: Apache-2.0
/** Roles that people are given, and what each person may do by them. */

import * as z from 'zod';
import { type ActionName, actionNames, roles } from '../../actions.ts';
import { makeOnce } from '../../make-once.ts';
import { t } from '../../text.ts';
import { tagSchema } from '../containers/tag.ts';
import { accountNameSchema } from '../names.ts';

/** Roles that one host can give. */
const maxGrants = 200;

/** A role that a user, or every member of a group, has: for all containers, or for those that have the tag. */
export const grantSchema = makeOnce(() =>
  z.strictObject({
    kind: z.enum(['user', 'group']),
    name: accountNameSchema(),
    role: z.enum(roles),
    /** Null for all containers, and for what is not a container's. */
    tag: tagSchema().nullable(),
  }),
);
export type Grant = z.infer<ReturnType<typeof grantSchema>>;

const grantKey = ({ kind, name, tag }: Grant): string => `${kind} ${name} ${tag ?? ''}`;

/** Accepts at most one role for the same subject and tag. */
export const grantsSchema = makeOnce(() =>
  z
    .array(grantSchema())
    .max(maxGrants)
    .refine(
      (grants) => new Set(grants.map(grantKey)).size === grants.length,
      t('must give one role to one user or group for one tag'),
    ),
);

/** The grants with this one, in the place of another of the same subject and tag. */
export function withGrant(grants: readonly Grant[], grant: Grant): Grant[] {
  return [...withoutGrant(grants, grant), grant];
}

/** The grants without that of the same subject and tag. */
export function withoutGrant(grants: readonly Grant[], grant: Grant): Grant[] {
  return grants.filter((one) => grantKey(one) !== grantKey(grant));
}

/** Says whether two lists hold the same grants, in whatever order. */
export function areSameGrants(one: readonly Grant[], other: readonly Grant[]): boolean {
  const keysOf = (grants: readonly Grant[]): string =>
    JSON.stringify(grants.map((grant) => `${grantKey(grant)} ${grant.role}`).sort());
  return keysOf(one) === keysOf(other);
}

/**
 * `allowed`: without a password. `password`: after one; polkit does not say whose, by the defaults it is an
 * administrator's.
 */
const cellSchema = makeOnce(() =>
  z.strictObject({
    action: z.enum(actionNames as readonly [ActionName, ...ActionName[]]),
    answer: z.enum(['allowed', 'password', 'denied']),
    /** `polkit` answered it itself; `derived`: from the roles and the defaults of the action. */
    source: z.enum(['polkit', 'derived']),
    /**
     * Names the tags of which a container needs one for this to be allowed; null where it is allowed for all
     * containers.
     */
    tags: z.array(tagSchema()).nullable(),
  }),
);
export type AccessCell = z.infer<ReturnType<typeof cellSchema>>;

const personSchema = makeOnce(() =>
  z.strictObject({
    user: z.string(),
    uid: z.number().int().nullable(),
    /** False for one who has a role and is in the group of clients not: the helper's socket does not open. */
    mayConnect: z.boolean(),
    /** Names the tags whose containers are seen in lists, samples, denials and activity; null where all are. */
    sees: z.array(tagSchema()).nullable(),
    /** Holds one cell for each action, in the order of the actions. */
    cells: z.array(cellSchema()),
  }),
);
export type AccessPerson = z.infer<ReturnType<typeof personSchema>>;

export const accessSchema = makeOnce(() =>
  z.strictObject({
    /** Root first, then by name. */
    people: z.array(personSchema()),
    /** People of the group who are not listed, since they are too many. */
    leftOut: z.number().int(),
    /**
     * Names the people beside root who could administer everything: with that role, or without any role after a
     * password.
     */
    administrators: z.array(z.string()),
    /** Users and groups that have a role, and that the host's databases do not have. */
    unknown: z.array(z.string()),
  }),
);
export type Access = z.infer<ReturnType<typeof accessSchema>>;

/**
 * `changed`: another program wrote it since; `broken`: it cannot be understood. What is in force stays, and a helper that
 * starts with a broken file gives no role to anybody.
 */
export const rolesFileStateSchema = makeOnce(() => z.enum(['as-saved', 'changed', 'broken']));
export type RolesFileState = z.infer<ReturnType<typeof rolesFileStateSchema>>;

/** What differs for a person in one action. */
interface AnswerDifference {
  readonly user: string;
  readonly action: ActionName;
  /** Null for one who is not listed there. */
  readonly before: AccessCell | null;
  readonly after: AccessCell | null;
}

/** What a change of roles changes for whom. */
export function compareAccess(before: Access, after: Access): AnswerDifference[] {
  const users = [...new Set([...before.people, ...after.people].map(({ user }) => user))];
  const cellOf = ({ people }: Access, user: string, action: ActionName): AccessCell | null =>
    people.find((person) => person.user === user)?.cells.find((cell) => cell.action === action) ?? null;
  return users.flatMap((user) =>
    actionNames
      .map((action) => ({
        user,
        action,
        before: cellOf(before, user, action),
        after: cellOf(after, user, action),
      }))
      .filter((one) => isOther(one.before, one.after)),
  );
}

function isOther(one: AccessCell | null, other: AccessCell | null): boolean {
  const said = (cell: AccessCell | null): string => JSON.stringify([cell?.answer ?? null, cell?.tags ?? null]);
  return said(one) !== said(other);
}

/** Says whether somebody loses something by the change. */
export function takesAway({ before, after }: AnswerDifference): boolean {
  const rank = { allowed: 2, password: 1, denied: 0 } as const;
  const [was, is] = [rank[before?.answer ?? 'denied'], rank[after?.answer ?? 'denied']];
  return is < was || (is === was && before?.tags === null && after?.tags !== null);
}
