// SPDX-License-Identifier: Apache-2.0
/** `ls`: the containers, with what they use and how many of their accesses SELinux denied. */

import { operations } from '../../../contract/operations/index.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { type ContainerRow, describeContainers } from '../../format/container-row.ts';
import { containerColumns } from '../../format/container-columns.ts';
import { examples } from '../../format/help-text.ts';
import { formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';

export function addList({ program, act }: Registry): void {
  program
    .command('ls')
    .summary('list the containers')
    .description(`${operations['container.list'].summary} With --json a line for each.`)
    .addHelpText('after', examples('ls', "ls --json | jq -r 'select(.denials_24h > 0).name'"))
    .action(() => act(listContainers));
}

async function listContainers(context: CommandContext): Promise<undefined> {
  const rows = await withClient(context, async (client): Promise<readonly ContainerRow[]> => {
    const { signal, environment } = context;
    const { containers } = await client.request('container.list', {}, { signal });
    return describeContainers(client, containers, { signal, now: environment.now() });
  });
  const { output } = context;
  if (output.isJson) for (const row of rows) await output.json(row);
  else if (rows.length === 0)
    await output.note('There are no containers. Make one with: bulkheadctl create NAME --image IMAGE');
  else await output.write(formatTable(rows, containerColumns, output));
}
