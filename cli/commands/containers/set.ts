// SPDX-License-Identifier: Apache-2.0
/** `set`: changes limits, and says for each whether it works at once. */

import { operations } from '../../../contract/operations/index.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { type LimitChanges, limitName, limitsArgument } from '../../arguments/limits-argument.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import type { Registry } from '../../registry.ts';

export function addSet({ program, act }: Registry): void {
  program
    .command('set')
    .summary('change the limits of a container')
    .description(
      `${operations['container.configure'].summary}\nKeys are memory (512M, 2G), cpus (1.5), ` +
        'pids (512), disk (20G), inodes (500000), io-read and io-write (20M, in a second) and ' +
        'io-weight (50); the value none takes a limit away.',
    )
    .argument('<name>', 'name of the container', nameArgument)
    .argument('<key=value...>', 'limits')
    .addHelpText(
      'after',
      examples('set web memory=1G', 'set web disk=20G io-write=20M', 'set web cpus=1.5 pids=none --json'),
    )
    .action((name: string, words: readonly string[]) =>
      act((context) => setLimits(context, name, limitsArgument(words))),
    );
}

async function setLimits(context: CommandContext, name: string, limits: LimitChanges): Promise<undefined> {
  const { output, signal } = context;
  const { applied } = await withClient(context, (client) =>
    client.request('container.configure', { name, limits }, { signal }),
  );
  const byName = applied.map(({ key, applies }) => [limitName(key), applies] as const);
  const notes = new Set(applied.flatMap(({ note }) => note ?? []));
  if (output.isJson) await output.json({ name, applied: Object.fromEntries(byName), notes: [...notes] });
  else if (!output.isQuiet)
    await output.write(
      [...byName.map(([key, applies]) => `${key}: ${applies}\n`), ...[...notes].map((note) => `note: ${note}\n`)].join(
        '',
      ),
    );
}
