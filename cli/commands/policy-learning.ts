// SPDX-License-Identifier: Apache-2.0
/** `policy learned` and `policy adopt`: what a container did while it learned, and what its module becomes of it. */

import type { Access, AccessUsage, LearnedRule } from '../../contract/model/policy/policy-module.ts';
import { describeRecordGaps } from '../../contract/wording/policy/describe-record-gaps.ts';
import type { RecordGap } from '../../contract/model/policy/record-gap.ts';
import { operations, type Result } from '../../contract/operations/index.ts';
import { nameArgument } from '../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../command-context.ts';
import { followPolicyChange } from '../follow/policy-progress.ts';
import { ruleJson, usageJson } from '../format/json/policy-json.ts';
import { reportInstalled } from '../format/report-installed.ts';
import { escapeText } from '../../report/escape-text.ts';
import { type Column, formatTable } from '../output/format-table.ts';
import type { Colour } from '../../report/paint.ts';
import type { Registry } from '../registry.ts';
import { UsageError } from '../usage-error.ts';

interface AdoptOptions {
  readonly rule?: readonly string[];
  readonly lowRisk?: boolean;
  readonly withoutSurplus?: boolean;
  readonly keep?: readonly string[];
}

export function addPolicyLearning({ program, act }: Registry): void {
  program
    .command('learned')
    .description(operations['policy.learned'].summary)
    .argument('<name>', 'name of the container', nameArgument)
    .option('--usage', 'list what its module grants outside its own types instead, and whether it was used')
    .action((name: string, { usage = false }: { readonly usage?: boolean }) =>
      act((context) => learned(context, name, usage)),
    );
  program
    .command('adopt')
    .description(
      `${operations['policy.adopt'].summary} Name the groups that policy learned gave, or take all of low risk. What ` +
        'was not used while it learned is kept unless you say --without-surplus: then it will be denied.',
    )
    .argument('<name>', 'name of the container', nameArgument)
    .option('--rule <group...>', 'allow what is behind this group of denials')
    .option('--low-risk', 'allow every rule of low risk')
    .option('--without-surplus', 'take away what its module grants outside its own types and nothing used')
    .option('--keep <access...>', 'with --without-surplus: not this, as type:class or type:class:permission')
    .action((name: string, options: AdoptOptions) => act((context) => adopt(context, name, options)));
}

async function learned(context: CommandContext, name: string, isAboutUsage: boolean): Promise<undefined> {
  const { output, signal } = context;
  const { rules, usage, gaps } = await withClient(context, (client) =>
    client.request('policy.learned', { name }, { signal }),
  );
  await warnOfRecordGaps(context, gaps);
  if (isAboutUsage) return showUsage(context, name, { usage, gaps });
  if (output.isJson) for (const rule of rules) await output.json(ruleJson(rule));
  else {
    if (rules.length === 0) await output.note('It did nothing that its module does not allow.');
    else await output.write(formatTable(rules, ruleColumns, output));
    if (usage !== null) await output.note(usageSentence(usage));
  }
}

/** Warns also with --quiet and --json, because what is shown may not be all. */
async function warnOfRecordGaps({ output }: CommandContext, gaps: readonly RecordGap[]): Promise<void> {
  const found = describeRecordGaps(gaps);
  if (found !== undefined)
    await output.complain(`${output.paintError(`bulkheadctl: ${found.what} ${found.next}`, 'red')}\n`);
}

async function showUsage(
  { output }: CommandContext,
  name: string,
  { usage, gaps }: Pick<Result<'policy.learned'>, 'usage' | 'gaps'>,
): Promise<undefined> {
  if (usage === null)
    throw new UsageError(
      `${name} learned with what its module grants, so nothing recorded its use; let it learn again with confine`,
    );
  if (output.isJson) {
    await output.json({ ...usageJson(usage), gaps });
    return;
  }
  const rows = [
    ...usage.accesses.map((access) => ({ ...access, isUsed: 'yes' }) as const),
    ...usage.surplus.map((access) => ({ ...access, isUsed: 'no' }) as const),
    ...usage.unknown.map((access) => ({ ...access, isUsed: 'unknown' }) as const),
  ].sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
  await output.write(formatTable(rows, usageColumns, output));
  await output.note(usageSentence(usage));
}

async function adopt(
  context: CommandContext,
  name: string,
  { rule = [], lowRisk = false, withoutSurplus = false, keep = [] }: AdoptOptions,
): Promise<undefined> {
  const { output, signal } = context;
  if (keep.length > 0 && !withoutSurplus) throw new UsageError('--keep says what --without-surplus is to leave');
  await withClient(context, async (client) => {
    const { rules, usage, gaps } = await client.request('policy.learned', { name }, { signal });
    await warnOfRecordGaps(context, gaps);
    const unknown = rule.filter((group) => !rules.some((one) => one.group === group));
    if (unknown.length > 0)
      throw new UsageError(
        `${unknown.map(escapeText).join(', ')}: no rule of this group was learned; see policy learned ${name}`,
      );
    if (withoutSurplus && usage === null)
      throw new UsageError(
        `${name} learned with what its module grants, so nobody knows its surplus; let it learn again with confine`,
      );
    const remove = withoutSurplus ? withoutKept(usage?.surplus ?? [], keep) : [];
    if (remove.length > 0)
      await output.note(
        `Takes away ${permissionsIn(remove)} accesses: what ${name} did not do while it learned will be denied.`,
      );
    const chosen = rules.filter(({ group, advice }) => rule.includes(group) || (lowRisk && advice === 'keep'));
    const stream = client.stream(
      'policy.adopt',
      { name, rules: chosen.map(({ group, permissions }) => ({ group, permissions })), remove },
      { signal },
    );
    await reportInstalled(context, await followPolicyChange(context, stream), 'enforces with what was learned');
  });
}

/** The surplus without what was named; a name that is in none of it is a mistake. */
function withoutKept(surplus: AccessUsage['surplus'], keep: readonly string[]): AccessUsage['surplus'] {
  const names = new Set(
    surplus.flatMap((access) => [nameOf(access), ...access.permissions.map((one) => `${nameOf(access)}:${one}`)]),
  );
  const unknown = keep.filter((name) => !names.has(name));
  if (unknown.length > 0)
    throw new UsageError(
      `${unknown.map(escapeText).join(', ')}: not among what nothing used; see policy learned --usage`,
    );
  return surplus.flatMap((access) => {
    const permissions = access.permissions.filter((one) => !keep.includes(`${nameOf(access)}:${one}`));
    return keep.includes(nameOf(access)) || permissions.length === 0 ? [] : [{ ...access, permissions }];
  });
}

function nameOf({ target, class: className }: Access): string {
  return `${target}:${className}`;
}

function permissionsIn(accesses: readonly Access[]): number {
  return accesses.reduce((sum, { permissions }) => sum + permissions.length, 0);
}

function usageSentence({ granted, used, grantedOutside, usedOutside, surplus }: AccessUsage): string {
  const ratio = used === 0 ? '' : `, ${(granted / used).toFixed(1)} : 1`;
  return (
    `Granted ${granted}, used ${used}${ratio}. Outside its own types: granted ${grantedOutside}, used ${usedOutside}, ` +
    `surplus ${permissionsIn(surplus)}.`
  );
}

const usageColumns: readonly Column<Access & { readonly isUsed: 'yes' | 'no' | 'unknown' }>[] = [
  {
    title: 'USED',
    cell: ({ isUsed }) => isUsed,
    colour: ({ isUsed }) => (isUsed === 'no' ? 'yellow' : undefined),
  },
  { title: 'TYPE', cell: ({ target }) => target },
  { title: 'CLASS', cell: ({ class: className }) => className },
  { title: 'PERMISSIONS', cell: ({ permissions }) => permissions.join(' ') },
];

const adviceColours: Readonly<Partial<Record<LearnedRule['advice'], Colour>>> = { drop: 'red', decide: 'yellow' };

const ruleColumns: readonly Column<LearnedRule>[] = [
  { title: 'GROUP', cell: ({ group }) => group },
  {
    title: 'ADVICE',
    cell: ({ advice }) => advice,
    colour: ({ advice }) => adviceColours[advice],
  },
  { title: 'COUNT', cell: ({ count }) => String(count) },
  { title: 'RULE', cell: ({ rule }) => rule },
  { title: 'WHY', cell: ({ reason }) => reason },
];
