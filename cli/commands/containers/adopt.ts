// SPDX-License-Identifier: Apache-2.0
/** `adopt`: brings a container of another tool under Bulkhead, and back. */

import {
  adoptionOutcomes,
  adoptionSteps,
  describeAdopted,
  isUsualLine,
} from '../../../contract/wording/describe-adoption.ts';
import type { AdoptionLine, AdoptionPreview } from '../../../contract/model/containers/adoption.ts';
import type { AdoptionStep } from '../../../contract/operations/containers/adoption.ts';
import { operations, type Result } from '../../../contract/operations/index.ts';
import { escapeText } from '../../../report/escape-text.ts';
import type { Client } from '../../../rpc/client.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { describeContainers } from '../../format/container-row.ts';
import { examples } from '../../format/help-text.ts';
import { formatBytes } from '../../output/format-quantity.ts';
import { type Column, formatTable } from '../../output/format-table.ts';
import { createProgressLine } from '../../output/progress-line.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

interface AdoptOptions {
  readonly dryRun?: boolean;
  readonly withoutVolumes?: boolean;
  readonly restoreOriginal?: boolean;
  readonly removeOriginal?: boolean;
  readonly force?: boolean;
}

export function addAdopt({ program, act }: Registry): void {
  program
    .command('adopt')
    .summary('bring a container of another tool under Bulkhead, and back')
    .description(
      `${operations['container.adopt'].summary} Folders of the host that it may go on having become its volumes.`,
    )
    .argument('<name>', 'the container, which must not run', nameArgument)
    .option('--dry-run', 'say what would become of each line of its configuration, and change nothing')
    .option('--without-volumes', 'keep no folders of the host')
    .option(
      '--restore-original',
      'remove the adopted container with all that was written since, and restore the original',
    )
    .option('--force', 'with --restore-original: also while it runs')
    .option('--remove-original', 'remove the original, which cannot be restored afterwards')
    .addHelpText(
      'after',
      examples('adopt web --dry-run', 'adopt web', 'adopt web --restore-original', 'adopt web --remove-original'),
    )
    .action((name: string, options: AdoptOptions) => act((context) => chosenWork(options)(context, name, options)));
}

type Work = (context: CommandContext, name: string, options: AdoptOptions) => Promise<undefined>;

function chosenWork({ dryRun, withoutVolumes, restoreOriginal, removeOriginal, force }: AdoptOptions): Work {
  const chosen = [
    ...(dryRun === true ? [preview] : []),
    ...(restoreOriginal === true ? [restore] : []),
    ...(removeOriginal === true ? [remove] : []),
  ];
  if (chosen.length > 1)
    throw new UsageError('--dry-run, --restore-original and --remove-original exclude one another');
  const [work = adopt] = chosen;
  if (force === true && work !== restore) throw new UsageError('--force belongs to --restore-original');
  if (withoutVolumes === true && work !== adopt) throw new UsageError('--without-volumes belongs to an adoption');
  return work;
}

async function adopt(
  context: CommandContext,
  name: string,
  { withoutVolumes = false }: AdoptOptions,
): Promise<undefined> {
  const { signal } = context;
  await withClient(context, async (client) => {
    const { volumes } = await client.request('container.preview-adoption', { name }, { signal });
    const targets = withoutVolumes ? [] : volumes.map(({ target }) => target);
    const call = client.stream('container.adopt', { name, volumes: targets }, { signal });
    await follow(context, call);
    await reportContainer(context, client, {
      container: await call.result,
      words: `adopted ${name}; its original is kept`,
    });
  });
}

async function follow(
  { output, environment }: CommandContext,
  call: AsyncIterable<{ readonly step: AdoptionStep; readonly files: number; readonly bytes: number }>,
): Promise<void> {
  const progress = createProgressLine(environment.stderr, output);
  const changes = environment.stderr.isTTY === true;
  let last: string | undefined;
  try {
    for await (const { step, files, bytes } of call) {
      if (output.isQuiet) continue;
      const words = adoptionSteps[step];
      if (output.isJson) await output.json({ step, files, bytes });
      else if (changes && step === 'copy') await progress.show(`${words}: ${files} files, ${formatBytes(bytes)}`);
      else if (changes || step !== last) await progress.show(words);
      last = step;
    }
  } finally {
    await progress.clear();
  }
}

async function reportContainer(
  { output, signal, environment }: CommandContext,
  client: Client,
  { container, words }: { readonly container: Result<'container.adopt'>; readonly words: string },
): Promise<void> {
  const [row] = await describeContainers(client, [container], { signal, now: environment.now() });
  if (output.isJson) await output.json({ done: row });
  else if (!output.isQuiet) await output.write(`${words}\n`);
}

async function restore(context: CommandContext, name: string, { force = false }: AdoptOptions): Promise<undefined> {
  const { signal } = context;
  await withClient(context, async (client) => {
    const original = await client.request('container.restore-original', { name, force }, { signal });
    await reportContainer(context, client, {
      container: original,
      words: `restored ${original.name} as it was before it was adopted`,
    });
  });
}

async function remove(context: CommandContext, name: string): Promise<undefined> {
  const { output, signal } = context;
  const { left } = await withClient(context, (client) =>
    client.request('container.remove-original', { name }, { signal }),
  );
  if (output.isJson) return output.json({ done: { container: name, left } }).then(() => undefined);
  if (!output.isQuiet) await output.write(`removed the original of ${name}\n`);
  for (const path of left) await output.note(`its files in ${path} stay; remove them by hand when nothing needs them`);
}

async function preview(context: CommandContext, name: string): Promise<undefined> {
  const { output, signal } = context;
  const found = await withClient(context, (client) =>
    client.request('container.preview-adoption', { name }, { signal }),
  );
  await (output.isJson ? output.json(previewJson(found)) : output.write(previewText(found, output)));
}

const columns: readonly Column<AdoptionLine>[] = [
  {
    title: 'LINE',
    cell: ({ outcome }) => adoptionOutcomes[outcome],
    colour: ({ outcome }) => (outcome === 'left-out' ? 'yellow' : undefined),
  },
  { title: 'SETTING', cell: ({ key, value }) => `${key} = ${value}` },
  { title: 'WHY', cell: ({ note }) => note },
];

function previewText(found: AdoptionPreview, look: CommandContext['output']): string {
  const { problems, weaknesses, lines, volumes } = found;
  const shown = lines.filter((line) => !isUsualLine(line));
  const usual = lines.length - shown.length;
  return [
    ...section('it cannot be adopted now:', problems),
    ...section('what weakens it today:', weaknesses),
    // Each is read before somebody decides.
    formatTable(shown, columns, { paint: look.paint, width: undefined }),
    ...(usual === 0
      ? []
      : [`${usual} lines of LXC's own files are replaced by what every container of Bulkhead has\n`]),
    ...section('it gets:', describeAdopted(found)),
    ...section(
      'volumes, unless --without-volumes:',
      volumes.map(({ source, target, readOnly }) => `${source} at ${target}${readOnly ? ', read-only' : ''}`),
    ),
  ].join('');
}

function section(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${title}\n`, ...items.map((item) => `  ${escapeText(item)}\n`)];
}

function previewJson({
  problems,
  weaknesses,
  lines,
  root,
  image,
  limits,
  network,
  settings,
  tags,
  volumes,
}: AdoptionPreview): object {
  return {
    problems,
    weaknesses,
    lines,
    root,
    image,
    network,
    tags,
    limits: { memory_max: limits.memoryBytes, cpus: limits.cpus, pids: limits.pids, disk_max: limits.diskBytes },
    hostname: settings.hostname,
    autostart:
      settings.autostart === null ? null : { order: settings.autostart.order, delay: settings.autostart.delaySeconds },
    environment: Object.fromEntries(settings.environment.map((variable) => [variable.name, variable.value])),
    volumes: volumes.map(({ source, target, readOnly }) => ({ source, target, read_only: readOnly })),
  };
}
