// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { actionNames, includesActions, polkitId, roles } from '../../contract/actions.ts';
import { type Grant, grantSchema, grantsSchema } from '../../contract/model/access/access.ts';
import { detailsOf } from '../polkit/check-authorization.ts';
import { hostileNames } from '../server/fixtures/hostile-names.ts';
import { grantsOf, type Standing, standingOf, tagsSeen } from './standing.ts';

const bob = { user: 'bob', uid: 1001, groups: new Set(['web']) };
const grant = (role: Grant['role'], tag: string | null = null, name = 'bob', kind: Grant['kind'] = 'user'): Grant => ({
  kind,
  name,
  role,
  tag,
});
const container = (...tags: string[]) => ({ kind: 'container', tags }) as const;
const host = { kind: 'host' } as const;

describe('a standing', () => {
  it('is none without a grant', () => {
    expect(standingOf(grantsOf([grant('see', null, 'carol')], bob), host)).toBe('none');
  });

  it('is the greatest of those of the user, the number and the groups', () => {
    const grants = [grant('see'), grant('operate', null, 'web', 'group'), grant('administer', null, 'db', 'group')];
    expect(standingOf(grantsOf(grants, bob), host)).toBe('operate');
    expect(standingOf(grantsOf([grant('administer', null, '1001')], bob), host)).toBe('administer');
    expect(grantsOf([grant('see', null, 'web')], bob)).toEqual([]);
    expect(grantsOf([grant('see', null, 'bob', 'group')], bob)).toEqual([]);
  });

  it('holds by a tag for containers that have it, and for nothing of the host', () => {
    const own = [grant('operate', 'shop'), grant('see', 'db')];
    expect(
      [container('shop', 'db'), container('db'), container(), container('shopping'), host].map((reach) =>
        standingOf(own, reach),
      ),
    ).toEqual(['operate', 'see', 'denied', 'denied', 'denied']);
    expect(tagsSeen(own)).toEqual(['db', 'shop']);
    expect(tagsSeen([...own, grant('see')])).toBeNull();
  });
});

/** polkit as far as the rule uses it. */
function answerOfRule(
  id: string,
  details: Readonly<Record<string, string>>,
  subject: { readonly local: boolean; readonly active: boolean },
): string {
  const added: ((action: object, subject: object) => string | undefined)[] = [];
  const polkit = { addRule: (rule: (typeof added)[number]) => void added.push(rule), Result: { YES: 'yes', NO: 'no' } };
  const file = join(import.meta.dirname, '../../policy/polkit/60-bulkhead-roles.rules');
  runInContext(readFileSync(file, 'utf8'), createContext({ polkit }));
  const action = { id, lookup: (key: string) => (Object.hasOwn(details, key) ? details[key] : undefined) };
  return added[0]?.(action, subject) ?? 'default';
}

describe('the rule for polkit', () => {
  const standings: readonly Standing[] = [...roles, 'none', 'denied'];
  const subjects = [true, false].flatMap((local) => [true, false].map((active) => ({ local, active })));
  const cases = subjects.flatMap((subject) => standings.map((standing) => ({ subject, standing })));

  it.each(cases)('says yes to a role, and never in an inactive local session (B12): %j', ({ subject, standing }) => {
    const isRole = standing !== 'none' && standing !== 'denied';
    const expected = isRole && (subject.active || !subject.local) ? 'yes' : 'default';
    for (const action of actionNames)
      expect(answerOfRule(polkitId(action), detailsOf('web', standing), subject)).toBe(expected);
  });

  it('says nothing of the actions of others', () => {
    for (const id of ['org.freedesktop.systemd1.manage-units', 'com.example.org.bulkhead.view-host'])
      expect(answerOfRule(id, detailsOf(undefined, 'administer'), { local: true, active: true })).toBe('default');
  });

  it.each(hostileNames)(
    'is not misled by a container of the name %j, and no such account gets a role (B12)',
    (name) => {
      expect(answerOfRule(polkitId('view-host'), detailsOf(name, 'none'), { local: true, active: true })).toBe(
        'default',
      );
      // Accounts can have only `_` and `_web` of these names.
      expect(grantSchema().safeParse(grant('see', null, name)).success).toBe(/^_(?:web)?$/.test(name));
      expect(standingOf(grantsOf([grant('administer', null, name)], bob), host)).toBe('none');
    },
  );
});

it('includes in each role what the lesser ones include', () => {
  for (const [index, role] of roles.entries())
    for (const action of actionNames)
      if (includesActions(role, [action]))
        expect(roles.slice(index).every((greater) => includesActions(greater, [action]))).toBe(true);
});

it('accepts one role for one subject and tag', () => {
  expect(grantsSchema().safeParse([grant('see'), grant('operate')]).success).toBe(false);
  expect(grantsSchema().safeParse([grant('see'), grant('operate', 'shop')]).success).toBe(true);
});
