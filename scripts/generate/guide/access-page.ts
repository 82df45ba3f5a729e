// SPDX-License-Identifier: Apache-2.0
/** `docs/access.md`: who may do what, from the contract's actions and operations and from the rules of access. */

import {
  type Action,
  type ActionName,
  actionNames,
  actions,
  polkitId,
  type Role,
  roles,
} from '../../../contract/actions.ts';
import type { Operation } from '../../../contract/operation.ts';
import { operations } from '../../../contract/operations/index.ts';
import { actionsByTag } from '../../../helper/access/views.ts';
import { accessRules, type Outcome, type Session, sessionWords } from '../../../helper/polkit/access-rules.ts';

const sessions = Object.keys(sessionWords) as readonly Session[];

const defaultWords: Readonly<Record<Action['defaults'][Session], string>> = {
  no: 'no',
  yes: 'yes',
  auth_admin: 'password, each time',
  auth_admin_keep: 'password, kept',
};

const callers = [
  ['root', 'yes', 'polkit answers root with yes to every action that it knows'],
  ['a member of the group `bulkhead`', 'yes', 'the role decides, or polkit by the tables below where there is none'],
  ['another user', 'no: the socket is `root:bulkhead`, mode 0660', 'nothing is read'],
  ['a process in a pid or user namespace of its own', 'no: closed by the helper', 'nothing is read'],
  ['somebody over ssh', 'as the user who logged in there', 'as that user, in no local session'],
] as const;

const rule = `polkit.addRule(function (action, subject) {
  if (
    action.id === 'org.bulkhead.start-containers' &&
    action.lookup('container') === 'web' &&
    subject.isInGroup('web-admins')
  )
    return polkit.Result.YES;
});`;

export function accessPage(): string {
  return `# Who may do what

Generated from \`contract/\` and \`helper/polkit/access-rules.ts\` by \`npm run generate\`: edit those. \
\`helper/polkit/access.test.ts\` calls every operation under each row of each table, through the real server and \
the real authority, with the answers that polkit derives from the installed policy file.

## Who reaches the helper

| who | connects | then |
|---|---|---|
${callers.map((cells) => row(cells)).join('\n')}

${rolesSection()}

${questionsSection()}

${answersSection()}

## Allow more, or less

By a rule of polkit, for people, actions and containers. This one, in \`/etc/polkit-1/rules.d/50-bulkhead.rules\`, \
lets the group \`web-admins\` start one container without a password, also from timers, where nobody \
is there to type one:

\`\`\`js
${rule}
\`\`\`

The container is in \`action.lookup('container')\` where the operation names one, and the role of the caller in \
\`action.lookup('role')\`; a rule with a lower number than 60 goes before that of the roles. Return \`polkit.Result.NO\` to \
deny. A rule that says yes to every action gives root inside every container, and the policy of the host: name the \
actions one by one.
`;
}

function rolesSection(): string {
  return `## Roles

A **role** is given to a user or a group of the host, for all containers or for those with a tag: on the page Access \
of the window, or by \`bulkheadctl access give USER ROLE\`. Each includes the one before.

| role | includes the actions | of them for a tag |
|---|---|---|
${roles.map((role) => row([`\`${role}\``, actionsOfRole(role, () => true), actionsOfRole(role, isByTag)])).join('\n')}

- Who has a role does what it includes without a password, and is denied everything else. Several roles of one \
person, also by groups, add up.
- Who has no role is asked as the tables below say. Root has none, and does everything.
- In a local session that is not the active one a role is not enough: the default of the action holds.
- A role for a tag shows only containers with it: lists, samples, denials, alerts and activity are cut in the helper. \
What is about the whole host is denied, and so is what would change who has access (tags), and what reaches beyond \
the container: its network, ports, volumes, name, settings and policy.
- What is said of one's own container may name another, in a link or a verdict. The count of a cause of denials that \
several containers share is that of all of them.
- Give a role beforehand a look: **Try as** on the page, or \`--dry-run\`. A change is in the activity log, which \
can undo it with the right to \`org.bulkhead.change-policy\`. One that would leave nobody but root to administer \
is denied.
- A role does not let anybody connect: that needs the group \`bulkhead\` (\`usermod -aG bulkhead USER\`, and a new \
login). Groups are those of \`/etc/group\`; a user of a directory service is named by the number.
- The roles are in \`/var/lib/bulkhead/roles.json\`. What another program writes there while the helper runs is said, \
and not in force. A helper that starts with a file that it cannot understand gives nobody a role.

The matrix of the page has polkit's own answers about each person, as somebody in no local session; those with a star \
are derived from roles and defaults. polkit does not say whose password it would ask for; by the defaults it is an \
administrator's.`;
}

function questionsSection(): string {
  return `## What polkit is asked

Each operation needs one action, and some params need further ones. A caller whom no rule mentions gets the default \
of the action, by where the caller's process runs. *Password* is that of an administrator of the host. *Kept*: for \
some minutes polkit asks that process no more, whatever the container; from polkit 127 on also processes that the \
same user starts beside it. **Bold** operations change the host and are in the activity log.

| action | operations | ${sessions.map((session) => sessionWords[session]).join(' | ')} |
|---|---|${sessions.map(() => '---|').join('')}
${Object.entries(actions)
  .map(([name, { defaults }]) =>
    row([
      `\`${polkitId(name as ActionName)}\``,
      operationsOf(name as ActionName).join(', '),
      ...sessions.map((session) => defaultWords[defaults[session]]),
    ]),
  )
  .join('\n')}`;
}

function answersSection(): string {
  return `## What comes of the answer

The helper asks after it has parsed the params and before it looks at anything. It runs the operation after a clear \
yes to all actions, and after nothing else; that holds for root too.

| polkit answers | the call |
|---|---|
${Object.values(accessRules)
  .map(({ answer, outcome }) => row([answer, outcomeWords(outcome)]))
  .join('\n')}

\`bulkheadctl\` ends with 3 where a caller was not authorised. Calls of operations that change the host are in the \
activity log also when they were not authorised.`;
}

function actionsOfRole(role: Role, isIn: (action: ActionName) => boolean): string {
  const all = actionNames.filter((action) => actions[action].role === role && isIn(action));
  return all.length === 0 ? '-' : all.map((action) => `\`${action}\``).join(', ');
}

const isByTag = (action: ActionName): boolean => actionsByTag().has(action);

function operationsOf(action: ActionName): readonly string[] {
  return Object.entries<Operation>(operations).flatMap(([name, operation]) => {
    const shown = operation.changes ? `**\`${name}\`**` : `\`${name}\``;
    const isAsked = operation.promptsNobody === true ? `${shown} (without a prompt)` : shown;
    const further = (operation.alsoNeeds ?? []).filter((one) => one.action === action);
    return [...(operation.action === action ? [isAsked] : []), ...further.map(({ when }) => `${shown} (${when})`)];
  });
}

function outcomeWords(outcome: Outcome): string {
  return outcome === 'runs' ? 'runs' : `fails with \`${outcome}\``;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
