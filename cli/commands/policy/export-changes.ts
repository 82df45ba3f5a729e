// SPDX-License-Identifier: Apache-2.0
/**
 * `policy export`: the changes of policy and labels that Bulkhead made and that are in force, in a form for other
 * hosts.
 */

import { Option } from 'commander';
import { type CommandContext, withClient } from '../../command-context.ts';
import { playbookOf } from '../../export/ansible.ts';
import { cilOf } from '../../export/cil.ts';
import { changeJson } from '../../format/change-json.ts';
import { examples } from '../../format/help-text.ts';
import type { Registry } from '../../registry.ts';

interface ExportOptions {
  readonly format: 'cil' | 'ansible';
}

const formats = { cil: cilOf, ansible: playbookOf } as const;

const description =
  'Writes the changes of booleans, ports, labels and modules that Bulkhead made on the ' +
  `host and that are in force, as CIL or as an Ansible playbook.
With --json it gives the changes themselves, a line for each.`;

export function addExportChanges({ program, act }: Registry): void {
  const policy =
    program.commands.find((command) => command.name() === 'policy') ??
    program.command('policy').summary('policy modules and changes of the policy');
  policy
    .command('export')
    .summary('write local changes as CIL or as an Ansible playbook')
    .description(description)
    .addOption(new Option('--format <format>', 'of the text').choices(Object.keys(formats)).default('cil'))
    .addHelpText(
      'after',
      examples('policy export > local.cil', 'policy export --format ansible > selinux.yml', 'policy export --json'),
    )
    .action((options: ExportOptions) => act((context) => exportChanges(context, options)));
}

async function exportChanges(context: CommandContext, { format }: ExportOptions): Promise<undefined> {
  const { output, signal } = context;
  const { changes } = await withClient(context, (client) => client.request('change.list', {}, { signal }));
  if (output.isJson) for (const change of changes) await output.json(changeJson(change));
  else await output.write(formats[format](changes));
}
