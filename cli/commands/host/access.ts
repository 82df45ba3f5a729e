// SPDX-License-Identifier: Apache-2.0
/** `access`: who may do what, and the roles that people are given. */

import { Option } from 'commander';
import { actionNames, actions, type Role, roles } from '../../../contract/actions.ts';
import { describeCell } from '../../../contract/wording/describe-access.ts';
import { describeGrant } from '../../../contract/wording/describe-role.ts';
import {
  type Access,
  compareAccess,
  type Grant,
  grantSchema,
  withGrant,
  withoutGrant,
} from '../../../contract/model/access/access.ts';
import { operations, type Result } from '../../../contract/operations/index.ts';
import { textOf } from '../../../contract/text.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { type Column, formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

interface GrantOptions {
  readonly group?: true;
  readonly tag?: string;
  readonly dryRun?: true;
}

type Change = (grants: readonly Grant[]) => Grant[];

export function addAccess({ program, act }: Registry): void {
  const access = program
    .command('access')
    .summary('show who may do what, and change the roles of people')
    .description(
      `${operations['access.query'].summary} "password": after a password, by the defaults an administrator's.`,
    )
    .option('--user <name>', 'only what this user may do')
    .addHelpText('after', examples('access', 'access --user bob', 'access give bob see', 'access roles'))
    .action(({ user }: { readonly user?: string }) => act((context) => showAccess(context, user)));
  access
    .command('roles')
    .summary('list the roles that are given')
    .addHelpText('after', examples('access roles', 'access roles --json'))
    .action(() => act(listRoles));
  addGrantOptions(
    access
      .command('give')
      .summary('give a user or a group a role')
      .description(
        'Gives a role in the place of the one for the same tag. Who has a role may do what it includes without a ' +
          "password, and nothing else; who has none is asked for an administrator's password.",
      )
      .argument('<name>', 'user of the host, or group with --group')
      .argument('<role>', roles.join(', ')),
  )
    .addHelpText(
      'after',
      examples('access give bob see', 'access give web-admins operate --group --tag front --dry-run'),
    )
    .action((name: string, role: string, options: GrantOptions) =>
      act((context) => change(context, options, (grants) => withGrant(grants, grantOf(name, role, options)))),
    );
  addGrantOptions(access.command('take').summary('take a role from a user or a group').argument('<name>', 'who has it'))
    .addHelpText('after', examples('access take bob', 'access take web-admins --group --tag front'))
    .action((name: string, options: GrantOptions) =>
      act((context) => change(context, options, (grants) => taken(grants, grantOf(name, 'see', options)))),
    );
}

function addGrantOptions(command: ReturnType<Registry['program']['command']>): typeof command {
  return command
    .option('--group', 'the name is that of a group')
    .option('--tag <tag>', 'only for containers that have this tag')
    .addOption(new Option('--dry-run', 'say what would change for whom, and change nothing'));
}

function grantOf(name: string, role: string, { group, tag }: GrantOptions): Grant {
  const grant = { kind: group === true ? 'group' : 'user', name, role, tag: tag ?? null };
  const parsed = grantSchema().safeParse(grant);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path[0];
  if (field === 'role') throw new UsageError(`${role}: there is no such role; there are ${roles.join(', ')}`);
  throw new UsageError(
    `${field === 'tag' ? (tag ?? '') : name}: the name ${parsed.error.issues[0]?.message ?? 'is none'}`,
  );
}

function taken(grants: readonly Grant[], grant: Grant): Grant[] {
  const rest = withoutGrant(grants, grant);
  if (rest.length === grants.length)
    throw new UsageError(`${grant.name} has no such role; list them with bulkheadctl access roles`);
  return rest;
}

async function showAccess(context: CommandContext, user: string | undefined): Promise<undefined> {
  const { output, signal } = context;
  const access = await withClient(context, (client) => client.request('access.query', {}, { signal }));
  const people = access.people.filter((person) => user === undefined || person.user === user);
  if (people.length === 0) throw new UsageError(`${user ?? ''}: nobody of this name reaches the helper or has a role`);
  if (output.isJson) {
    for (const person of people) await output.json(person);
    return;
  }
  const rows = actionNames.map((action, index) => ({ action, role: actions[action].role, index }));
  const columns: readonly Column<(typeof rows)[number]>[] = [
    { title: 'ROLE', cell: ({ role }) => role },
    { title: 'ACTION', cell: ({ action }) => action },
    ...people.map(({ user: title, cells }) => ({
      title,
      cell: ({ index }: (typeof rows)[number]) => textOf(describeCell(cells[index] ?? null)),
    })),
  ];
  await output.write(formatTable(rows, columns, output));
  await noteState(context, access);
}

async function noteState(
  { output }: CommandContext,
  { file, leftOut, unknown }: Result<'access.query'>,
): Promise<void> {
  if (file !== 'as-saved')
    await output.note(
      file === 'changed'
        ? 'another program changed the file of the roles: those shown here are in force until the helper starts again'
        : 'the file of the roles cannot be understood: give a role again to write another',
    );
  if (leftOut > 0) await output.note(`${leftOut} more people are in the group`);
  for (const name of unknown) await output.note(`${name} has a role, and this host does not have the account`);
}

async function listRoles(context: CommandContext): Promise<undefined> {
  const { output, signal } = context;
  const access = await withClient(context, (client) => client.request('access.query', {}, { signal }));
  if (output.isJson) for (const grant of access.grants) await output.json(grant);
  else if (access.grants.length === 0)
    await output.write('There are no roles. Give one with: bulkheadctl access give USER see\n');
  else await output.write(formatTable(access.grants, roleColumns, output));
  await noteState(context, access);
}

const roleColumns: readonly Column<Grant>[] = [
  { title: 'KIND', cell: ({ kind }) => kind },
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'ROLE', cell: ({ role }: { readonly role: Role }) => role },
  { title: 'CONTAINERS', cell: ({ tag }) => (tag === null ? 'all' : `tag ${tag}`) },
];

async function change(context: CommandContext, { dryRun }: GrantOptions, make: Change): Promise<undefined> {
  const { output, signal } = context;
  await withClient(context, async (client) => {
    const before = await client.request('access.query', {}, { signal });
    const grants = make(before.grants);
    if (dryRun === true) {
      await tellDifferences(context, before, await client.request('access.preview', { grants }, { signal }));
      return;
    }
    const saved = await client.request('access.set-roles', { before: before.grants, grants }, { signal });
    if (output.isJson) await output.json({ done: saved.grants });
    else if (!output.isQuiet)
      for (const grant of saved.grants) await output.write(`${escapeText(textOf(describeGrant(grant)))}\n`);
  });
}

async function tellDifferences({ output }: CommandContext, before: Access, after: Access): Promise<void> {
  const differences = compareAccess(before, after);
  if (output.isJson) for (const difference of differences) await output.json(difference);
  else if (differences.length === 0) await output.write('Nothing would change for anybody.\n');
  else
    await output.write(
      formatTable(
        differences,
        [
          { title: 'USER', cell: ({ user }) => user },
          { title: 'ACTION', cell: ({ action }) => action },
          { title: 'NOW', cell: (one) => textOf(describeCell(one.before)) },
          { title: 'THEN', cell: (one) => textOf(describeCell(one.after)) },
        ],
        output,
      ),
    );
  if (after.administrators.length === 0)
    await output.note('it would be denied: root alone would be left to administer');
}
