// SPDX-License-Identifier: Apache-2.0
/** `tag`: gives a container tags and takes others from it, or shows those that it has. */

import { fail } from '../../../contract/errors.ts';
import { tagsSchema, type TagChange } from '../../../contract/model/containers/tag.ts';
import { operations } from '../../../contract/operations/index.ts';
import type { Client } from '../../../rpc/client.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

export function addTag({ program, act }: Registry): void {
  program
    .command('tag')
    .summary('change the tags of a container, or show them')
    .description(
      `${operations['container.tag'].summary}\n` +
        '+word adds a tag and -word takes it away; without any the tags are shown. A tag has small ' +
        'letters, digits, dots, dashes and underscores.',
    )
    .argument('<name>', 'name of the container', nameArgument)
    .argument('[+word|-word...]', 'tags to add and to take away')
    .addHelpText('after', examples('tag web +prod +front -test', 'tag web', 'ls --tag prod'))
    .action((name: string, words: readonly string[]) => act((context) => tag(context, name, changeOf(words))));
}

function changeOf(words: readonly string[]): TagChange {
  const stray = words.find((word) => !/^[+-]/.test(word));
  if (stray !== undefined) throw new UsageError(`${stray}: write +${stray} to add a tag, or -${stray} to take it away`);
  const wordsAfter = (sign: string): string[] =>
    checked(words.filter((word) => word.startsWith(sign)).map((word) => word.slice(1)));
  return { add: wordsAfter('+'), remove: wordsAfter('-') };
}

function checked(tags: readonly string[]): string[] {
  const parsed = tagsSchema().safeParse(tags);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) =>
    typeof path[0] === 'number' ? `${tags[path[0]] ?? ''}: a tag ${message}` : `tags: ${message}`,
  );
  throw new UsageError(problems.join('; '));
}

async function tag(context: CommandContext, name: string, { add, remove }: TagChange): Promise<undefined> {
  const { output, signal } = context;
  const isAsked = add.length + remove.length > 0;
  const tags = await withClient(context, async (client) =>
    isAsked
      ? (await client.request('container.tag', { name, add: [...add], remove: [...remove] }, { signal })).tags
      : readTags(client, name, signal),
  );
  if (output.isJson) await output.json({ name, tags });
  else if (tags.length === 0) await output.note(`${name} has no tags`);
  else if (!isAsked || !output.isQuiet) await output.write(`${escapeText(tags.join(' '))}\n`);
}

async function readTags(client: Client, name: string, signal: AbortSignal): Promise<readonly string[]> {
  const { containers } = await client.request('container.list', {}, { signal });
  const container = containers.find((one) => one.name === name);
  return container?.tags ?? fail('container-not-found', { name });
}
