// SPDX-License-Identifier: Apache-2.0
/** `policy`: the SELinux modules of containers: list, show, try, install, go back. */

import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { describeOpenedChannel } from '../../../contract/wording/policy/describe-proof.ts';
import { describeCounts, describeUsage } from '../../../contract/wording/policy/describe-counts.ts';
import type { Opening } from '../../../contract/model/denials/explanation.ts';
import type { ModulePreview, PolicyModule } from '../../../contract/model/policy/policy-module.ts';
import { operations } from '../../../contract/operations/index.ts';
import { countArgument, nameArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { formatTime } from '../../../report/format-time.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import { moduleJson, previewJson } from '../../format/json/policy-json.ts';
import { replayText } from '../../format/replay-text.ts';
import { reportInstalled } from '../../format/report-installed.ts';
import { followPolicyChange } from '../../follow/policy-progress.ts';
import { InputError } from '../../input-error.ts';
import { exitCodes } from '../../format/problem-line.ts';
import type { Registry } from '../../registry.ts';
import { addPolicyCheck } from './policy-check.ts';
import { addPolicyCount } from './policy-count.ts';
import { addPolicyProve } from './policy-prove.ts';
import { addPolicyReplay } from './policy-replay.ts';
import { addVerifyProof } from './verify-proof.ts';
import { addPolicyLearning } from '../policy-learning.ts';

export function addPolicy({ program, act }: Registry): void {
  const policy = program
    .command('policy')
    .summary('the SELinux modules of containers')
    .description('A container in its own domain has a policy module. Sources are CIL; - is stdin.')
    .addHelpText(
      'after',
      examples(
        'policy ls',
        'policy show web > web.cil',
        'policy preview web web.cil',
        'policy install web web.cil',
        'policy revert web 1',
        'policy learned web',
        'policy learned web --usage',
        'policy adopt web --low-risk',
        'policy adopt web --low-risk --without-surplus --keep sysfs_t:file',
        'policy count web --against container_t',
        'policy prove',
        'policy replay module.cil',
        'policy check /var/lib/selinux/targeted',
      ),
    );
  policy
    .command('ls')
    .description(operations['policy.list'].summary)
    .action(() => act(list));
  policy
    .command('show')
    .description(operations['policy.show'].summary)
    .argument('<name>', 'name of the container', nameArgument)
    .option('--version <number>', 'that version instead of what is installed', countArgument)
    .option('--versions', 'list its versions instead')
    .action((name: string, options: { readonly version?: number; readonly versions?: boolean }) =>
      act((context) => show(context, name, options)),
    );
  policy
    .command('preview')
    .description(`${operations['policy.preview'].summary} Exit code 1 when it could not be installed.`)
    .argument('<name>', 'name of the container', nameArgument)
    .argument('<file>', 'source')
    .action((name: string, file: string) => act((context) => preview(context, name, file)));
  policy
    .command('install')
    .description(operations['policy.install'].summary)
    .argument('<name>', 'name of the container', nameArgument)
    .argument('<file>', 'source')
    .action((name: string, file: string) =>
      act(async (context) => change(context, 'policy.install', { name, source: await sourceOf(context, file) })),
    );
  policy
    .command('revert')
    .description(operations['policy.revert'].summary)
    .argument('<name>', 'name of the container', nameArgument)
    .argument('<version>', 'number of the version', countArgument)
    .action((name: string, version: number) => act((context) => change(context, 'policy.revert', { name, version })));
  addPolicyLearning({ program: policy, act });
  addPolicyCount({ program: policy, act });
  addPolicyProve({ program: policy, act });
  addPolicyReplay({ program: policy, act });
  addVerifyProof({ program: policy, act });
  addPolicyCheck({ program: policy, act });
}

async function list(context: CommandContext): Promise<undefined> {
  const { output, signal } = context;
  const { modules } = await withClient(context, (client) => client.request('policy.list', {}, { signal }));
  if (output.isJson) for (const module of modules) await output.json(moduleJson(module));
  else if (modules.length === 0) await output.note('No container has its own domain.');
  else await output.write(formatTable(modules, moduleColumns, output));
}

async function show(
  context: CommandContext,
  name: string,
  { version, versions = false }: { readonly version?: number; readonly versions?: boolean },
): Promise<undefined> {
  const { output, signal } = context;
  const { module, source } = await withClient(context, (client) =>
    client.request('policy.show', { name, ...(version !== undefined && { version }) }, { signal }),
  );
  if (output.isJson) await output.json({ ...moduleJson(module), source });
  else if (versions) await output.write(formatTable(module.versions, versionColumns, output));
  else await output.writeExact(source.endsWith('\n') ? source : `${source}\n`);
}

async function preview(context: CommandContext, name: string, file: string): Promise<number> {
  const { output } = context;
  const source = await sourceOf(context, file);
  const found = await withClient(context, (client) =>
    followPolicyChange(context, client.stream('policy.preview', { name, source }, { signal: context.signal })),
  );
  if (output.isJson) await output.json(previewJson(found));
  else await output.write(previewText(file, found));
  return found.problems.length === 0 ? exitCodes.done : exitCodes.failed;
}

type Change = { readonly name: string; readonly source: string } | { readonly name: string; readonly version: number };

async function change(
  context: CommandContext,
  operation: 'policy.install' | 'policy.revert',
  params: Change,
): Promise<undefined> {
  await withClient(context, async (client) => {
    const { signal } = context;
    const stream =
      'version' in params
        ? client.stream('policy.revert', params, { signal })
        : client.stream('policy.install', params, { signal });
    await reportInstalled(
      context,
      await followPolicyChange(context, stream),
      operation === 'policy.revert' ? 'went back' : 'installed',
    );
  });
}

async function sourceOf({ environment }: CommandContext, file: string): Promise<string> {
  try {
    return file === '-' ? await text(environment.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(
      file,
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'there is no such file' : String(error),
    );
  }
}

function previewText(
  file: string,
  { problems, added, addedCount, removed, removedCount, risk, counts, usage, channels = [], replay }: ModulePreview,
): string {
  if (problems.length > 0)
    return problems
      .map(({ line, problem }) => `${escapeText(file)}${line === null ? '' : `:${line}`}: ${escapeText(problem)}\n`)
      .join('');
  const part = (mark: string, openings: readonly Opening[], count: number): string =>
    openings
      .map(
        ({ source, target, class: className, permissions }) =>
          `${mark} ${source} ${target}:${className} { ${permissions.join(' ')} }\n`,
      )
      .join('') + (count > openings.length ? `${mark} and ${count - openings.length} more\n` : '');
  const text = part('+', added, addedCount) + part('-', removed, removedCount);
  const counted = describeCounts(counts);
  return (
    `${text === '' ? 'It allows what is allowed now.\n' : text}Risk: ${risk.level}. ${risk.reason}\n` +
    channels.map((channel) => `${escapeText(describeOpenedChannel(channel))}\n`).join('') +
    (counted === undefined ? '' : `${counted}\n`) +
    (usage === null
      ? ''
      : `${describeUsage('Beyond what every container has while it learns, it would have', usage)}\n`) +
    (replay === undefined ? '' : replayText(replay))
  );
}

const moduleColumns: readonly Column<PolicyModule>[] = [
  { title: 'CONTAINER', cell: ({ container }) => container },
  { title: 'DOMAIN', cell: ({ domain }) => domain },
  { title: 'VERSION', cell: ({ version }) => (version === null ? absent : String(version)) },
  { title: 'STATE', cell: ({ state }) => state, colour: ({ state }) => (state === 'installed' ? undefined : 'red') },
  {
    title: 'MODE',
    cell: ({ isPermissive, learningUntil }) => {
      if (learningUntil !== null) return `learns until ${formatTime(learningUntil)}`;
      return isPermissive === true ? 'permissive' : 'enforcing';
    },
    colour: ({ isPermissive }) => (isPermissive === true ? 'yellow' : undefined),
  },
];

const versionColumns: readonly Column<PolicyModule['versions'][number]>[] = [
  { title: 'VERSION', cell: ({ version }) => String(version) },
  { title: 'CREATED', cell: ({ createdAt }) => formatTime(createdAt) },
  { title: 'FROM', cell: ({ note }) => note },
];
