// SPDX-License-Identifier: Apache-2.0
/** `cgroups`: the tree of control groups of the host. */

import { arrangeControlGroups, type ControlGroupRow } from '../../../contract/rules/cgroup-tree.ts';
import { operations } from '../../../contract/operations/index.ts';
import { countArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { formatBytes, formatCount } from '../../output/format-quantity.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';

interface CgroupsOptions {
  readonly grep?: string;
  readonly depth?: number;
}

const description = `${operations['cgroup.list'].summary}
A limit stands behind what is used; what no limit of its own bounds may be bounded by one of a group above.`;

export function addCgroups({ program, act }: Registry): void {
  program
    .command('cgroups')
    .summary('show the tree of control groups, with their limits')
    .description(description)
    .option('--grep <text>', 'only groups whose path or container holds this text, and those above them')
    .option('--depth <number>', 'only so many levels below the root', countArgument)
    .addHelpText(
      'after',
      examples('cgroups', 'cgroups --depth 1', 'cgroups --grep web', "cgroups --json | jq 'select(.container)'"),
    )
    .action((options: CgroupsOptions) => act((context) => showCgroups(context, options)));
}

async function showCgroups(
  context: CommandContext,
  { grep: filter = '', depth: maxDepth = Infinity }: CgroupsOptions,
): Promise<undefined> {
  const { output, signal } = context;
  const found = await withClient(context, (client) => client.request('cgroup.list', {}, { signal }));
  const rows = arrangeControlGroups(found, undefined, { filter, maxDepth });
  if (output.isJson) {
    for (const row of rows) await output.json(rowJson(row));
    return;
  }
  if (rows.length === 0) await output.note('No control group holds this text.');
  else await output.write(formatTable(rows, columns, output));
  if (found.omitted > 0) await output.note(`And ${found.omitted} more, which are not shown.`);
}

const columns: readonly Column<ControlGroupRow>[] = [
  { title: 'GROUP', cell: ({ name, depth }) => `${'  '.repeat(depth)}${name}`, least: 24 },
  { title: 'CONTAINER', cell: ({ group }) => group.container ?? absent },
  {
    title: 'PROCESSES',
    cell: ({ group }) => withLimit(formatCount(group.processes), group.maxProcesses, formatCount),
    isNumber: true,
  },
  {
    title: 'MEMORY',
    cell: ({ group }) => withLimit(formatBytes(group.memoryBytes), group.maxMemoryBytes, formatBytes),
    isNumber: true,
  },
  {
    title: 'CPU TIME',
    cell: ({ group: { cpuUsec } }) => (cpuUsec === null ? absent : `${(cpuUsec / 1_000_000).toFixed(1)} s`),
    isNumber: true,
  },
  { title: 'CPUS', cell: ({ group }) => formatCount(group.maxCpus), isNumber: true },
  { title: 'WEIGHT', cell: ({ group }) => formatCount(group.cpuWeight), isNumber: true, drop: 2 },
  { title: 'STATE', cell: ({ group }) => (group.isFrozen ? 'frozen' : ''), drop: 1 },
];

function withLimit(used: string, limit: number | null, format: (value: number) => string): string {
  return limit === null ? used : `${used} of ${format(limit)}`;
}

function rowJson({ group, depth }: ControlGroupRow): object {
  return {
    path: group.path,
    depth,
    container: group.container,
    groups_below: group.below,
    processes: group.processes,
    processes_max: group.maxProcesses,
    memory_bytes: group.memoryBytes,
    memory_high_bytes: group.highMemoryBytes,
    memory_max_bytes: group.maxMemoryBytes,
    cpu_usec: group.cpuUsec,
    cpus_max: group.maxCpus,
    cpu_weight: group.cpuWeight,
    frozen: group.isFrozen,
  };
}
