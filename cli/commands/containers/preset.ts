// SPDX-License-Identifier: Apache-2.0
/** `preset ls|save|rm`: choices for new containers that are saved under a name. */

import { describeNetwork } from '../../../contract/wording/describe-network.ts';
import { type Preset, presetNameSchema, presetSchema } from '../../../contract/preset.ts';
import { changedSettings } from '../../../contract/model/containers/settings-change.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import { operations } from '../../../contract/operations/index.ts';
import { leaveOutUnchosen } from '../../../contract/rules/leave-out-unchosen.ts';
import { InvalidArgumentError } from 'commander';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { type Column, formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';
import { addChoiceOptions, type ChoiceOptions, choicesOfOptions, settingsOfOptions } from './creation/create.ts';

export function addPreset({ program, act }: Registry): void {
  const preset = program.command('preset').summary('choices for new containers that are saved under a name');
  preset
    .command('ls')
    .summary('list them')
    .description(operations['preset.list'].summary)
    .addHelpText('after', examples('preset ls', 'preset ls --json'))
    .action(() => act(list));
  const save = preset
    .command('save')
    .summary('save choices')
    .description(operations['preset.save'].summary)
    .argument('<name>', 'of the preset', presetArgument);
  addChoiceOptions(save)
    .addHelpText(
      'after',
      examples('preset save shop --image debian-13 --memory 1G --publish 8080:80 --tag prod --start'),
    )
    .action((name: string, options: ChoiceOptions) => act((context) => savePreset(context, name, options)));
  preset
    .command('rm')
    .summary('remove one')
    .description(operations['preset.remove'].summary)
    .argument('<name>', 'of the preset', presetArgument)
    .addHelpText('after', examples('preset rm shop'))
    .action((name: string) => act((context) => remove(context, name)));
}

function presetArgument(text: string): string {
  const name = presetNameSchema().safeParse(text);
  if (!name.success) throw new InvalidArgumentError(`A preset ${name.error.issues[0]?.message ?? 'has another name'}.`);
  return name.data;
}

const columns: readonly Column<Preset>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'IMAGE', cell: ({ choices }) => choices.image },
  { title: 'NETWORK', cell: ({ choices }) => describeNetwork(choices.network) },
  { title: 'CONFINEMENT', cell: ({ choices }) => choices.confinement },
  { title: 'TAGS', cell: ({ choices }) => choices.tags.join(', ') || '-' },
];

async function list(context: CommandContext): Promise<undefined> {
  const { output, signal } = context;
  const { presets } = await withClient(context, (client) => client.request('preset.list', {}, { signal }));
  if (output.isJson) for (const preset of presets) await output.json(preset);
  else if (presets.length === 0)
    await output.write('There are no presets. Save one with: bulkheadctl preset save NAME --image IMAGE\n');
  else await output.write(formatTable(presets, columns, output));
}

async function savePreset(context: CommandContext, name: string, options: ChoiceOptions): Promise<undefined> {
  const { hostname, address, ...change } = settingsOfOptions(options);
  if (hostname !== undefined || address !== undefined)
    throw new UsageError("a host name and an address are one container's own; give them to create");
  const { hostname: _hostname, address: _address, ...settings } = changedSettings(noSettings, change);
  const parsed = presetSchema().safeParse({ name, choices: { ...choicesOfOptions(options), settings } });
  if (!parsed.success)
    throw new UsageError(
      parsed.error.issues.map(({ path, message }) => `${String(path.at(-1))}: ${message}`).join('; '),
    );
  const { output, signal } = context;
  const params = { name, choices: leaveOutUnchosen(parsed.data.choices) };
  const { before } = await withClient(context, (client) => client.request('preset.save', params, { signal }));
  if (output.isJson) await output.json({ done: parsed.data, replaced: before });
  else if (!output.isQuiet) await output.write(`${before === null ? 'saved' : 'replaced'} ${name}\n`);
}

async function remove(context: CommandContext, name: string): Promise<undefined> {
  const { output, signal } = context;
  await withClient(context, (client) => client.request('preset.remove', { name }, { signal }));
  if (output.isJson) await output.json({ done: { name } });
  else if (!output.isQuiet) await output.write(`removed ${name}\n`);
}
