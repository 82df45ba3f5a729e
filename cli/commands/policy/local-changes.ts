// SPDX-License-Identifier: Apache-2.0
/** `policy local` and `policy export`: what was set on the host beside its policy, as a list or for another host. */

import { Option } from 'commander';
import { localChangeWords } from '../../../contract/wording/policy/describe-local-change.ts';
import { operations } from '../../../contract/operations/index.ts';
import type { LocalChange } from '../../../contract/model/policy/local-change.ts';
import { textOf } from '../../../contract/text.ts';
import { playbookOf } from '../../../report/local-changes/ansible.ts';
import { cilOf } from '../../../report/local-changes/cil.ts';
import { removalOf, shellLine } from '../../../report/local-changes/commands.ts';
import { scriptOf } from '../../../report/local-changes/shell.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { formatTime } from '../../../report/format-time.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';

interface ExportOptions {
  readonly language: keyof typeof languages;
}

const languages = { shell: scriptOf, cil: cilOf, ansible: playbookOf } as const;

const exportDescription = `Writes what was set on the host beside its policy, for another host: as a script of
semanage, setsebool and semodule, as CIL, or as an Ansible playbook. What Bulkhead, packages and
containers bring themselves is named in a comment only.
With --json it gives the changes, a line for each.`;

export function addLocalChanges({ program, act }: Registry): void {
  const policy =
    program.commands.find((command) => command.name() === 'policy') ??
    program.command('policy').summary('policy modules and changes of the policy');
  policy
    .command('local')
    .summary('what was set beside the policy: modules, permissive types, ports, file contexts, booleans')
    .description(`${operations['policy.local'].summary} With --json, a line for each.`)
    .addHelpText('after', examples('policy local', 'policy local --json'))
    .action(() => act(list));
  policy
    .command('export')
    .summary('write local changes as a script, as CIL or as an Ansible playbook')
    .description(exportDescription)
    .addOption(
      new Option('--language <language>', 'what the text is written in')
        .choices(Object.keys(languages))
        .default('shell'),
    )
    .addHelpText(
      'after',
      examples('policy export > local.sh', 'policy export --language ansible > selinux.yml', 'policy export --json'),
    )
    .action((options: ExportOptions) => act((context) => exportChanges(context, options)));
}

const columns: readonly Column<LocalChange>[] = [
  { title: 'KIND', cell: ({ kind }) => kind },
  { title: 'WHAT', cell: (change) => textOf(localChangeWords(change)) },
  { title: 'BY', cell: ({ change }) => change?.user ?? absent },
  { title: 'WHEN', cell: ({ change }) => (change === null ? absent : formatTime(change.madeAt)) },
  {
    title: 'UNDO BY',
    cell: (one) =>
      one.change === null ? shellLine(removalOf(one) ?? [absent]) : `bulkheadctl activity undo ${one.change.id}`,
  },
];

async function list(context: CommandContext): Promise<undefined> {
  const { output, signal } = context;
  const { changes } = await withClient(context, (client) => client.request('policy.local', {}, { signal }));
  if (output.isJson) for (const change of changes) await output.json(change);
  else if (changes.length === 0) await output.note('The policy is as the distribution installed it.');
  else await output.write(formatTable(changes, columns, output));
}

async function exportChanges(context: CommandContext, { language }: ExportOptions): Promise<undefined> {
  const { output, signal } = context;
  const { changes } = await withClient(context, (client) =>
    client.request('policy.local', { withSources: true }, { signal }),
  );
  if (output.isJson) for (const change of changes) await output.json(change);
  else await output.writeExact(languages[language](changes));
}
