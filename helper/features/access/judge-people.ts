// SPDX-License-Identifier: Apache-2.0
/** Who may do what under given roles, with an authority's answer where it has one. */

import { type ActionName, actionNames, actions, includesActions, type Role } from '../../../contract/actions.ts';
import type { Access, AccessCell, AccessPerson, Grant } from '../../../contract/model/access/access.ts';
import { actionsByTag } from '../../access/views.ts';
import { grantsOf, type Standing, standingOf, type Subject, tagsSeen } from '../../access/standing.ts';

/** The answer about a person in no local session; undefined when there is none. */
export type AskAbout = (
  uid: number,
  action: ActionName,
  standing: Standing,
) => Promise<AccessCell['answer'] | undefined>;

/** Somebody who may have rights. */
export interface Candidate extends Omit<Subject, 'uid'> {
  /** Null for one whom the databases do not name. */
  readonly uid: number | null;
  readonly mayConnect: boolean;
}

export async function judgePeople(
  people: readonly Candidate[],
  grants: readonly Grant[],
  ask: AskAbout,
): Promise<Pick<Access, 'people' | 'administrators'>> {
  const judged: AccessPerson[] = [];
  for (const person of people) judged.push(await judge(person, ownGrants(person, grants), ask));
  return { people: judged, administrators: administratorsOf(people, grants) };
}

/** Lists, beside root, who has the role for everything, or none, and so polkit's answers to everything. */
export function administratorsOf(people: readonly Candidate[], grants: readonly Grant[]): string[] {
  return people
    .filter(({ uid, mayConnect }) => uid !== 0 && mayConnect)
    .filter((person) => ['administer', 'none'].includes(standingOf(ownGrants(person, grants), { kind: 'host' })))
    .map(({ user }) => user);
}

function ownGrants({ uid, ...person }: Candidate, grants: readonly Grant[]): readonly Grant[] {
  return uid === 0 ? [] : grantsOf(grants, { ...person, uid: uid ?? -1 });
}

const listed = (tags: readonly string[] | null): string[] | null => (tags === null ? null : [...tags]);

async function judge(person: Candidate, own: readonly Grant[], ask: AskAbout): Promise<AccessPerson> {
  const { user, uid, mayConnect } = person;
  const cells: AccessCell[] = [];
  for (const action of actionNames) cells.push(await cellOf(person, action, { own, ask }));
  return { user, uid, mayConnect, sees: listed(tagsSeen(own)), cells };
}

async function cellOf(
  { uid, mayConnect }: Candidate,
  action: ActionName,
  { own, ask }: { readonly own: readonly Grant[]; readonly ask: AskAbout },
): Promise<AccessCell> {
  const denied = { action, answer: 'denied', source: 'derived', tags: null } as const;
  if (!mayConnect && own.length === 0) return denied;
  const { standing, tags } = standingFor(own, action);
  if (standing === 'denied') return denied;
  const asked = uid === null || !mayConnect ? undefined : await ask(uid, action, standing);
  if (asked !== undefined) return { action, answer: asked, source: 'polkit', tags: asked === 'denied' ? null : tags };
  return { action, answer: uid === 0 ? 'allowed' : derived(standing, action), source: 'derived', tags };
}

/** Says with which role, and for which tags if not for everything. */
function standingFor(own: readonly Grant[], action: ActionName): { standing: Standing; tags: string[] | null } {
  const whole = standingOf(own, { kind: 'host' });
  if (whole === 'none' || (whole !== 'denied' && includesActions(whole, [action])))
    return { standing: whole, tags: null };
  const held = own.filter(({ tag, role }) => tag !== null && includesActions(role, [action]));
  const tags = [...new Set(held.flatMap(({ tag }) => tag ?? []))].sort();
  const role: Role | undefined = held[0]?.role;
  return role === undefined || !actionsByTag().has(action)
    ? { standing: 'denied', tags: null }
    : { standing: role, tags };
}

/** What holds where polkit is not asked: the role, else the default of the action. */
function derived(standing: Standing, action: ActionName): AccessCell['answer'] {
  if (standing !== 'none') return 'allowed';
  const { any } = actions[action].defaults;
  return any.startsWith('auth') ? 'password' : 'denied';
}
