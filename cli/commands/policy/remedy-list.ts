// SPDX-License-Identifier: Apache-2.0
/** `remedy ls`: the remedies that were applied, with the number by which each is undone. */

import type { Command } from 'commander';
import type { Activity } from '../../../contract/model/activity.ts';
import type { Change } from '../../../contract/model/policy/change.ts';
import { formatTime } from '../../../report/format-time.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { changeJson } from '../../format/json/change-json.ts';
import { readActivity } from '../../follow/read-activity.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';

export function addRemedyList(remedy: Command, { act }: Pick<Registry, 'act'>): void {
  remedy
    .command('ls')
    .summary('list the remedies that were applied')
    .description(
      'Lists the remedies among the latest 1,000 entries of the activity log, newest last, with what became of each. ' +
        'With --json, a line for each.',
    )
    .addHelpText('after', examples('remedy ls', 'remedy ls --json | jq -r \'select(.state == "applied").id\''))
    .action(() => act(listRemedies));
}

async function listRemedies(context: CommandContext): Promise<undefined> {
  const { output, signal } = context;
  const entries = await withClient(context, (client) => readActivity(client, { latest: 1000, signal }));
  const changes = entries.flatMap(changeOfRemedy);
  if (output.isJson) for (const change of changes) await output.json(changeJson(change));
  else if (changes.length === 0)
    await output.note('No remedy was applied. See what is proposed with: bulkheadctl explain');
  else await output.write(formatTable(changes, columns, output));
}

function changeOfRemedy({ operation, change }: Activity): readonly Change[] {
  return operation === 'remedy.apply' && change !== null ? [change] : [];
}

const columns: readonly Column<Change>[] = [
  { title: 'ID', cell: ({ id }) => `${id}`, isNumber: true },
  { title: 'APPLIED', cell: ({ madeAt }) => formatTime(madeAt) },
  { title: 'USER', cell: ({ user }) => user, least: 8, drop: 1 },
  { title: 'CONTAINER', cell: ({ container }) => container ?? absent, least: 8 },
  { title: 'STATE', cell: stateOf },
  { title: 'REMEDY', cell: ({ summary }) => summary, least: 12 },
];

function stateOf({ state, undoneBy, cannotUndo }: Change): string {
  if (state === 'undone') return `undone by ${undoneBy}`;
  if (state !== 'applied') return 'interrupted and undone';
  return cannotUndo === null ? 'can be undone' : 'cannot be undone';
}
