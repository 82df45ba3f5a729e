// SPDX-License-Identifier: Apache-2.0
/**
 * `label verify` and `label restore`: whether files have the labels that are right for where they lie, and giving them
 * back.
 */

import type { LabelItem, LabelSum } from '../../../contract/operations/containers/label.ts';
import { operations } from '../../../contract/operations/index.ts';
import type { Client, RemoteStream } from '../../../rpc/client.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { createProgressLine } from '../../output/progress-line.ts';
import type { Registry } from '../../registry.ts';

const verbs = [
  {
    word: 'verify',
    operation: 'label.verify',
    summary: 'show files with another label than is right for their place',
    drifted: 'differ',
    hint: 'Exit code 1 when there are some.',
  },
  {
    word: 'restore',
    operation: 'label.restore',
    summary: 'give files the label that is right for their place',
    drifted: 'restored',
    hint: 'Ctrl-C cancels it; begun again, it goes on.',
  },
] as const;
type Verb = (typeof verbs)[number];

export function addLabel({ program, act }: Registry): void {
  const label = program.command('label').summary('labels of files of containers');
  for (const verb of verbs) {
    label
      .command(verb.word)
      .summary(verb.summary)
      .description(`${operations[verb.operation].summary} ${verb.hint}`)
      .argument('[name]', "the container; without it Bulkhead's own folders", nameArgument)
      .addHelpText('after', examples(`label ${verb.word} web`, `label ${verb.word} web --json`))
      .action((name: string | undefined) =>
        act((context) =>
          withClient(context, (client) =>
            follow(
              context,
              verb,
              client.stream(verb.operation, name === undefined ? {} : { name }, { signal: context.signal }),
            ),
          ),
        ),
      );
  }
}

/** Does what `label restore NAME` does, for a finding of an audit. Gives the exit code. */
export function restoreLabels(context: CommandContext, client: Client, name: string): Promise<number> {
  const [, restore] = verbs;
  return follow(context, restore, client.stream(restore.operation, { name }, { signal: context.signal }));
}

async function follow(
  { output, environment }: CommandContext,
  { word, drifted }: Verb,
  call: RemoteStream<LabelItem, LabelSum>,
): Promise<number> {
  const progress = createProgressLine(environment.stderr, output);
  try {
    for await (const item of call) {
      if (item.type === 'progress') {
        if (!output.isJson && !output.isQuiet) await progress.show(`${item.files} files`);
        continue;
      }
      await progress.clear();
      if (output.isJson) await output.json(item);
      else await output.write(`${lineOf(item)}\n`);
    }
  } finally {
    await progress.clear();
  }
  const sum = await call.result;
  if (output.isJson) await output.json({ done: sum });
  else await output.note(`${sum.files} files, of which ${sum.drifted} ${drifted} and ${sum.skipped} were skipped`);
  return word === 'verify' && sum.drifted > 0 ? 1 : 0;
}

function lineOf(item: Exclude<LabelItem, { type: 'progress' }>): string {
  if (item.type === 'skipped') return `skipped  ${escapeText(item.path)}: ${escapeText(item.reason)}`;
  return `${escapeText(item.actual ?? 'no label')} -> ${escapeText(item.expected)}  ${escapeText(item.path)}`;
}
