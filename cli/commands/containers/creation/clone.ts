// SPDX-License-Identifier: Apache-2.0
/** `clone`: another container with the files of one. */

import { canEngine } from '../../../../contract/model/engines/capabilities.ts';
import { choicesOfClone } from '../../../../contract/rules/clone-choices.ts';
import { fail } from '../../../../contract/errors.ts';
import { nameArgument, snapshotArgument } from '../../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../../command-context.ts';
import { followCreation } from '../../../follow/follow-creation.ts';
import { examples } from '../../../format/help-text.ts';
import type { Registry } from '../../../registry.ts';
import { cloneInstance } from './clone-instance.ts';

interface CloneOptions {
  readonly snapshot?: string;
  readonly start?: boolean;
}

export function addClone({ program, act }: Registry): void {
  program
    .command('clone')
    .summary('make a container with the files of another')
    .description(
      'Makes a container with the files, the image, the limits and the confinement of another. It gets an address, a ' +
        'host name and a machine id of its own; volumes are not given to it, and keys and passwords in the files are ' +
        'the same in both.',
    )
    .argument('<name>', 'the container', nameArgument)
    .argument('<new>', 'the new name', nameArgument)
    .option('--snapshot <snapshot>', 'its files at that time, and not those of now', snapshotArgument)
    .option('--start', 'start it as soon as it is made')
    .addHelpText('after', examples('clone web web-test --start', 'clone web web-old --snapshot before-upgrade'))
    .action((name: string, copy: string, options: CloneOptions) =>
      act((context) => clone(context, { name, copy, options })),
    );
}

async function clone(
  context: CommandContext,
  {
    name,
    copy,
    options: { snapshot, start = false },
  }: { readonly name: string; readonly copy: string; readonly options: CloneOptions },
): Promise<undefined> {
  const { signal } = context;
  await withClient(context, async (client) => {
    const { containers } = await client.request('container.list', {}, { signal });
    const source = containers.find((container) => container.name === name) ?? fail('container-not-found', { name });
    if (!canEngine(source, 'layer')) return cloneInstance(context, client, { name, copy, snapshot, start });
    const choices = choicesOfClone(source, { name: copy, snapshot: snapshot ?? null, start });
    await followCreation(context, client, choices ?? fail('container-not-managed', { name }));
  });
}
