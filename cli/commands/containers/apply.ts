// SPDX-License-Identifier: Apache-2.0
/** `apply`: brings containers, links and alert rules to what files say, after it has shown what differs. */

import { examples } from '../../format/help-text.ts';
import { exitCodes } from '../../format/problem-line.ts';
import { escapeText } from '../../../report/escape-text.ts';
import type { Client } from '../../../rpc/client.ts';
import { fileFields, fileJsonSchema } from '../../apply/file/describe-file.ts';
import { FileProblemsError, problemText } from '../../apply/file/file-problems.ts';
import { readWanted, type WantedHost } from '../../apply/file/read-wanted.ts';
import { formatPlan, formatPlanCount, stepJson } from '../../apply/format-plan.ts';
import { checkPlan } from '../../apply/plan/check-plan.ts';
import { type Plan, planChanges } from '../../apply/plan/plan.ts';
import { readPresentHost } from '../../apply/plan/present-host.ts';
import { takenByPlan } from '../../apply/plan/taken-by-plan.ts';
import { readSourceFile } from '../../apply/read-source-file.ts';
import { runPlan } from '../../apply/run-plan.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { notePlannedDiskShares, plannedDiskLimits } from '../../follow/note-disk-shares.ts';
import type { Registry } from '../../registry.ts';
import { confirm } from '../../terminal/confirm.ts';
import { UsageError } from '../../usage-error.ts';

interface ApplyOptions {
  readonly file?: readonly string[];
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly prune?: boolean;
  readonly recreate?: boolean;
  readonly restart?: boolean;
  readonly schema?: boolean;
}

export function addApply({ program, act }: Registry): void {
  program
    .command('apply')
    .summary('bring containers to what a file says')
    .description(
      'Brings containers, their links and the alert rules of the host to what files in YAML say. It shows what differs, ' +
        'then does one step after the other. After one that fails, what does not depend on it is done, and what is left ' +
        'is said. Applied again, it changes nothing.\n' +
        'What a file does not name stays as it is: other containers, and fields that are left out. A list that is given ' +
        'is the whole list. What loses data or stops a container is asked for first.\n' +
        `With --dry-run the exit code is 0 when nothing differs, and ${exitCodes.differs} when something does.`,
    )
    .option('-f, --file <file>', 'a file, or - for the standard input; may be given several times', filesArgument)
    .option('--dry-run', 'show what differs, and change nothing')
    .option('--yes', 'do not ask before what loses data or stops a container')
    .option('--prune', "remove containers that carry the file's managed-by tag and are not in it any more")
    .option('--recreate', 'remove and create again containers whose image or network differs; their files are lost')
    .option('--restart', 'restart containers whose changes hold only from their next start')
    .option('--schema', 'print the JSON schema of the file, for editors, and do nothing else')
    .addHelpText('after', describeFields)
    .addHelpText(
      'after',
      examples(
        'apply -f shop.yaml --dry-run',
        'apply -f shop.yaml',
        'apply -f shop.yaml --prune --yes --json',
        'declare | bulkheadctl --host ssh://other apply -f - --dry-run',
        'apply --schema > shop.schema.json',
      ),
    )
    .action((options: ApplyOptions) => act((context) => apply(context, options)));
}

function filesArgument(path: string, before: readonly string[] = []): readonly string[] {
  return [...before, path];
}

function describeFields(): string {
  const fields = fileFields();
  const lines = fields.map(
    ({ path, description, words }) =>
      `  ${path}\n      ${description}${words.length === 0 ? '' : `: ${words.join(', ')}`}\n`,
  );
  return `\nFields of the file, of which only the image of a container is required:\n${lines.join('')}`;
}

async function apply(context: CommandContext, options: ApplyOptions): Promise<number> {
  const { output } = context;
  if (options.schema === true) {
    await output.write(`${JSON.stringify(fileJsonSchema(), undefined, 2)}\n`);
    return exitCodes.done;
  }
  const wanted = await wantedBy(context, options);
  return withClient(context, async (client) => {
    const { steps, problems } = await planFor(context, client, { wanted, options });
    if (problems.length > 0) throw new FileProblemsError(problems);
    await showPlan(context, steps);
    const limits = plannedDiskLimits(steps);
    if (limits !== undefined) await notePlannedDiskShares(context, client, limits);
    if (steps.length === 0) return exitCodes.done;
    if (options.dryRun === true) return exitCodes.differs;
    if (!(await mayLose(context, steps, options.yes ?? false))) {
      await output.note('Nothing was changed.');
      return exitCodes.failed;
    }
    await runPlan(context, client, steps);
    return exitCodes.done;
  }).catch((error: unknown) => sayProblems(context, error));
}

async function wantedBy(context: CommandContext, { file: paths = [], prune }: ApplyOptions): Promise<WantedHost> {
  if (paths.length === 0) throw new UsageError('name a file with -f, or the standard input with -f -');
  if (paths.filter((path) => path === '-').length > 1) throw new UsageError('-f - can be given once');
  const sources = [];
  for (const path of paths) sources.push(await readSourceFile(context, path));
  const wanted = await readWanted(sources).catch((error: unknown) => sayProblems(context, error));
  if (prune === true && wanted.managedBy === undefined)
    throw new UsageError('--prune needs a file that says managed-by: NAME, by which its containers are found again');
  return wanted;
}

/** Each on a line of its own, before the error that counts them. */
async function sayProblems({ output }: CommandContext, error: unknown): Promise<never> {
  if (error instanceof FileProblemsError && error.problems.length > 1 && !output.isJson)
    for (const problem of error.problems) await output.complain(`${escapeText(problemText(problem))}\n`);
  throw error;
}

async function planFor(
  { signal, output }: CommandContext,
  client: Client,
  {
    wanted,
    options: { prune = false, recreate = false, restart = false },
  }: { readonly wanted: WantedHost; readonly options: ApplyOptions },
): Promise<Plan> {
  const present = await readPresentHost(
    client,
    signal,
    (name) => recreate || wanted.containers.get(name)?.value.snapshots !== undefined,
  );
  const plan = planChanges(wanted, present, { isPruned: prune, isRecreated: recreate, isRestarted: restart });
  if (plan.problems.length > 0) return plan;
  const problems = await checkPlan(client, takenByPlan(plan.steps, wanted, present), signal);
  if (problems === undefined)
    await output.note('The helper is older, and says only in each step which ports, networks and volumes it denies.');
  return { steps: plan.steps, problems: problems ?? [] };
}

async function showPlan({ output }: CommandContext, steps: Plan['steps']): Promise<void> {
  if (output.isJson) for (const step of steps) await output.json({ step: stepJson(step) });
  else if (steps.length === 0) await output.note('Nothing differs.');
  else if (!output.isQuiet) await output.write(`${formatPlan(steps, output.paint)}${formatPlanCount(steps)}\n`);
}

/** Scripts say so beforehand. */
async function mayLose(context: CommandContext, steps: Plan['steps'], isYes: boolean): Promise<boolean> {
  const losses = steps.flatMap(({ loss }) => loss ?? []);
  if (isYes || losses.length === 0) return true;
  if (context.output.isJson) throw new UsageError(`${losses.join('; ')}: give --yes`);
  await context.output.complain(losses.map((loss) => `! ${escapeText(loss)}\n`).join(''));
  return confirm(context, 'Go on?');
}
