// SPDX-License-Identifier: Apache-2.0
/** `explain`: why accesses were denied, and what can be done about it, from a host or from files. */

import { InvalidArgumentError } from 'commander';
import { createDenialGroups } from '../../../audit/denial-groups.ts';
import { createLogGrouping } from '../../../audit/log-grouping.ts';
import { denialGroupIdSchema, type DenialGroup } from '../../../contract/model/denials/denial.ts';
import {
  type Explanation,
  explanationSchema,
  type GivenExplanation,
} from '../../../contract/model/denials/explanation.ts';
import { explain, unexplained } from '../../../sepolicy/explain.ts';
import type { LoadedPolicy } from '../../../sepolicy/loaded-policy.ts';
import { noFacts } from '../../../sepolicy/reason.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { explanationJson } from '../../format/json/explanation-json.ts';
import { explanationText } from '../../format/explanation-text.ts';
import { examples } from '../../format/help-text.ts';
import { kernelPolicy, readPolicyFile } from '../../policy-file.ts';
import { queryDenials } from '../../../report/host-report/query-denials.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';
import { fillFromInput } from './fill-from-input.ts';

interface ExplainOptions {
  readonly container?: string;
  readonly input?: string;
  readonly policy?: string;
}

const description =
  'Says for each group of denials why SELinux denied it, with the rule or the constraint, and ' +
  `what can be done, narrowest first:
the exact change, what else it would open, how dangerous that is, and which other ` +
  `containers it touches. Nothing is changed.
ID is the id of a group, as "denials --json" gives it; without one, all groups of the ` +
  `host are explained.
With --input it reads a log, and asks the policy of this host or the one that --policy ` +
  'names; it needs no helper.';

export function addExplain({ program, act }: Registry): void {
  program
    .command('explain [id]')
    .summary('say why an access was denied, and which remedies there are')
    .description(description)
    .option('--container <name>', 'explain denials of this container', nameArgument)
    .option('--input <file>', 'explain the denials of this file instead of asking a host; - is stdin')
    .option(
      '--policy <file>',
      'a compiled policy or its CIL text, for --input (the default is what the kernel of this host has)',
    )
    .addHelpText(
      'after',
      examples(
        'explain',
        'explain 3f2a9c0d11e4b765',
        'explain --container web',
        'explain --input /var/log/audit/audit.log',
        'explain --input audit.log --policy policy.34 --json',
      ),
    )
    .action((id: string | undefined, options: ExplainOptions) =>
      act((context) => explainDenials(context, id === undefined ? undefined : idArgument(id), options)),
    );
}

async function explainDenials(
  context: CommandContext,
  id: string | undefined,
  { input, policy, container }: ExplainOptions,
): Promise<undefined> {
  if (input === undefined && policy !== undefined)
    throw new UsageError('--policy goes with --input: a host is asked about the policy that it has loaded');
  if (input === undefined) return explainOfHost(context, id, container);
  if (container !== undefined)
    throw new UsageError('--container goes with a host: a file does not say which containers there are');
  if (id !== undefined) throw new UsageError('give an id, or --input with a file, not both');
  await explainFile(context, input, await readPolicyFile(policy ?? kernelPolicy));
}

async function explainOfHost(
  context: CommandContext,
  id: string | undefined,
  container: string | undefined,
): Promise<undefined> {
  const { signal } = context;
  const only = container === undefined ? {} : { container };
  await withClient(context, async (client) => {
    const { groups } = await queryDenials(client, only, signal);
    if (groups.length === 0)
      await context.output.note(`SELinux has denied ${container === undefined ? '' : `${container} `}nothing.`);
    for (const wanted of id === undefined ? groups.map((group) => group.id) : [id]) {
      const explanation = await client.request('denial.explain', { group: wanted, ...only }, { signal });
      await show(context, explanation, { group: groups.find((group) => group.id === wanted), container });
    }
  });
}

async function explainFile(context: CommandContext, file: string, policy: LoadedPolicy): Promise<void> {
  const groups = createDenialGroups();
  const sink = createLogGrouping({ groups, since: 0, onSkipped: () => undefined });
  for await (const length of fillFromInput(file, sink, context.environment.stdin)) {
    context.signal.throwIfAborted();
    sink.filled(length);
  }
  sink.end();
  const found = groups.groups();
  if (found.length === 0) await context.output.note('There are no denials in it.');
  for (const group of found)
    await show(context, explanationSchema().parse({ group: group.id, ...explainGroup(policy, group) }), {
      group,
      container: undefined,
    });
}

/** A file holds nothing about the containers or labels of a host, so the answer is from the policy alone. */
function explainGroup(policy: LoadedPolicy, { sample }: DenialGroup): Omit<GivenExplanation, 'group'> {
  const { source, target, class: className, permissions } = sample;
  if (source === null || target === null || className === null) return unexplained();
  return explain(policy, {
    access: { source, target, class: className, permissions },
    facts: { ...noFacts, port: sample.port },
    remedyFacts: {
      isContainer: true,
      isOwnDomain: false,
      sharers: [],
      others: [],
      isPermissive: sample.permissive === true,
    },
  });
}

async function show(
  { output }: CommandContext,
  explanation: Explanation,
  { group, container }: { readonly group: DenialGroup | undefined; readonly container: string | undefined },
): Promise<void> {
  if (output.isJson) await output.json(explanationJson(explanation, group));
  else await output.write(explanationText(explanation, { group, container, paint: output.paint }));
}

function idArgument(text: string): string {
  const parsed = denialGroupIdSchema().safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError(`${text}: ${parsed.error.issues[0]?.message ?? 'is no id'}`);
  return parsed.data;
}
