// SPDX-License-Identifier: Apache-2.0
/** Words for roles that are given. */

import { type Role } from '../actions.ts';
import type { Grant } from '../model/access/access.ts';
import { joinWords, type Phrase, say, type Words } from '../text.ts';

const roleTexts: Readonly<Record<Role, Phrase>> = {
  see: say('see'),
  operate: say('operate'),
  administer: say('administer'),
};

/** Describes the grant, as in "user bob: see, containers with the tag shop". */
export function describeGrant({ kind, name, role, tag }: Grant): Words {
  const who = kind === 'user' ? say('user {name}', { name }) : say('group {name}', { name });
  return tag === null
    ? say('{who}: {role}, all containers', { who, role: roleTexts[role] })
    : say('{who}: {role}, containers with the tag {tag}', { who, role: roleTexts[role], tag });
}

/** Says in one sentence which grants were added and which were removed. */
export function describeRoleChange(before: readonly Grant[], after: readonly Grant[]): Words {
  const without = (one: readonly Grant[], other: readonly Grant[]): readonly Words[] => {
    const others = new Set(other.map((grant) => JSON.stringify(grant)));
    return one.filter((grant) => !others.has(JSON.stringify(grant))).map(describeGrant);
  };
  const [given, taken] = [without(after, before), without(before, after)];
  if (taken.length === 0) return say('Roles given: {given}', { given: joinWords(given, '; ') });
  if (given.length === 0) return say('Roles taken: {taken}', { taken: joinWords(taken, '; ') });
  return say('Roles given: {given}; taken: {taken}', {
    given: joinWords(given, '; '),
    taken: joinWords(taken, '; '),
  });
}
