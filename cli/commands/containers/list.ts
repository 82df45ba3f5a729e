// SPDX-License-Identifier: Apache-2.0
/** `ls`: the containers, with what they use and how many of their accesses SELinux denied. */

import { isAddressMissing, tellAddressProblem } from '../../../contract/wording/describe-address-problem.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { operations } from '../../../contract/operations/index.ts';
import { searchFields } from '../../../contract/search/container-fields.ts';
import { textOf } from '../../../contract/text.ts';
import { tagArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { type ContainerRow, describeContainers } from '../../format/container-row.ts';
import { columnsFor } from '../../format/columns/container-columns.ts';
import { filterContainers } from '../../filter-containers.ts';
import { examples } from '../../format/help-text.ts';
import { formatTable } from '../../output/format-table.ts';
import { escapeText } from '../../../report/escape-text.ts';
import type { Client } from '../../../rpc/client.ts';
import type { Registry } from '../../registry.ts';

/** Containers without an address that are named below the list. */
const maxNotes = 5;

interface ListOptions {
  readonly tag?: readonly string[];
  readonly names?: boolean;
}

/** Says which containers are listed. */
interface Choice {
  readonly filter: string;
  readonly tags: readonly string[];
}

export function addList({ program, act }: Registry): void {
  program
    .command('ls')
    .summary('list the containers')
    .description(
      `${operations['container.list'].summary} With --json a line for each.\n` +
        'FILTER is what the list in the window takes: words and terms, of which all must hold, such as state:running, ' +
        `-tag:test, memory>100M or uptime<1h. Its fields are ${searchFields.map(({ name }) => name).join(', ')}; denials ` +
        'counts the causes that need action in the last 24 hours, as the window does; the column counts single denials.',
    )
    .argument('[filter...]', 'words and terms; a minus before one is "not", a term with < or > needs quotes')
    .option('--tag <tag>', 'only those with this tag; given several times, those that have all of them', tagArgument)
    .option('--names', 'only the names, one a line, for other commands')
    .addHelpText(
      'after',
      examples(
        'ls',
        'ls state:running -tag:test',
        "ls 'memory>100M' 'uptime<1h'",
        'ls --tag prod --tag front',
        'ls --names state:stopped | xargs bulkheadctl start',
        "ls --json | jq -r 'select(.denials_24h > 0).name'",
      ),
    )
    .action((filter: readonly string[], { tag = [], names = false }: ListOptions) => {
      const choice = { filter: filter.join(' '), tags: tag };
      return act((context) => (names ? listNames(context, choice) : listContainers(context, choice)));
    });
}

async function listNames(context: CommandContext, choice: Choice): Promise<undefined> {
  const { output } = context;
  const found = await withClient(context, (client) => findContainers(client, context, choice));
  for (const { name } of found) await (output.isJson ? output.json({ name }) : output.write(`${escapeText(name)}\n`));
}

async function findContainers(
  client: Client,
  { signal, environment }: CommandContext,
  { filter, tags }: Choice,
): Promise<readonly Container[]> {
  const { containers } = await client.request('container.list', {}, { signal });
  const tagged = containers.filter((container) => tags.every((tag) => container.tags.includes(tag)));
  return filterContainers(client, tagged, { signal, now: environment.now(), filter });
}

async function listContainers(context: CommandContext, choice: Choice): Promise<undefined> {
  const { signal, environment } = context;
  const rows = await withClient(context, async (client): Promise<readonly ContainerRow[]> =>
    describeContainers(client, await findContainers(client, context, choice), { signal, now: environment.now() }),
  );
  const { filter, tags } = choice;
  const { output } = context;
  if (output.isJson) for (const row of rows) await output.json(row);
  else if (rows.length === 0 && filter !== '') await output.note('There are no containers that the filter finds.');
  else if (rows.length === 0 && tags.length > 0)
    await output.note(`There are no containers tagged ${tags.join(' and ')}.`);
  else if (rows.length === 0)
    await output.note('There are no containers. Make one with: bulkheadctl create NAME --image IMAGE');
  else {
    await output.write(formatTable(rows, columnsFor(rows), output));
    for (const note of addressNotes(rows)) await output.note(note);
    if (rows.some((row) => row.denials_24h === null))
      await output.note('You are not authorised to see denials without a password. See them with: bulkheadctl denials');
  }
}

/** Why containers have no address, one by one as far as somebody reads them. */
function addressNotes(rows: readonly ContainerRow[]): readonly string[] {
  const notes = rows.flatMap(({ name, address_problem: problem }) =>
    problem !== null && isAddressMissing(problem) ? [escapeText(textOf(tellAddressProblem(name, problem)))] : [],
  );
  const others = notes.length - maxNotes;
  return others <= 0 ? notes : [...notes.slice(0, maxNotes), `So it is with ${others} more; --json has the reasons.`];
}
