// SPDX-License-Identifier: Apache-2.0
/** `declare`: the present containers as a file for `apply`. */

import { fail } from '../../../contract/errors.ts';
import { requireCapability } from '../../../contract/rules/require-capability.ts';
import { namesArgument, tagArgument } from '../../arguments/argument-parsers.ts';
import { fileValue } from '../../apply/file/format-file.ts';
import { type PresentHost, readPresentHost } from '../../apply/plan/present-host.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import type { Registry } from '../../registry.ts';
import { loadYaml } from '../../yaml/load-yaml.ts';

interface DeclareOptions {
  readonly tag?: readonly string[];
}

export function addDeclare({ program, act }: Registry): void {
  program
    .command('declare')
    .summary('write the present containers as a file for apply')
    .description(
      'Writes the containers of the host, their links and its alert rules as a file in YAML. Applied to the same host it ' +
        'changes nothing; applied to another, which has the images, it creates the same containers without their files. ' +
        'Fields that are as usual are left out, and so are containers of other tools.',
    )
    .argument('[name...]', 'only these containers, and no alert rules', namesArgument)
    .option('--tag <tag>', 'only containers with this tag, and no alert rules; may be given several times', tagArgument)
    .addHelpText('after', examples('declare > host.yaml', 'declare web db', 'declare --tag shop > shop.yaml'))
    .action((names: readonly string[] | undefined, { tag = [] }: DeclareOptions) =>
      act((context) => declare(context, names ?? [], tag)),
    );
}

async function declare(context: CommandContext, names: readonly string[], tags: readonly string[]): Promise<undefined> {
  const { output, signal } = context;
  const present = await withClient(context, (client) =>
    readPresentHost(client, signal, (name) => names.length === 0 || names.includes(name)),
  );
  const isAll = names.length === 0 && tags.length === 0;
  const value = fileValue(present, { isWritten: isWrittenOf(present, names, tags), hasAlerts: isAll });
  if (output.isJson) await output.json(value);
  else await output.write((await loadYaml()).formatYaml(value));
}

function isWrittenOf(
  { containers }: PresentHost,
  names: readonly string[],
  tags: readonly string[],
): (name: string) => boolean {
  for (const name of names) {
    const container = containers.find((one) => one.name === name) ?? fail('container-not-found', { name });
    requireCapability(container, 'layer');
    if (!container.isManaged) fail('container-not-managed', { name });
  }
  const chosen = containers
    .filter((one) => names.length === 0 || names.includes(one.name))
    .filter((one) => tags.every((tag) => one.tags.includes(tag)));
  return (name) => chosen.some((one) => one.name === name);
}
