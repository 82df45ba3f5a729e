/**
 * `walls`: which walls between containers do not stand, why, and how each is mended; or the map of who is apart from
 * whom.
 */

import { InvalidArgumentError } from 'commander';
import type { Finding, WallMap } from '../../contract/model/wall-finding.ts';
import { operations, type Result } from '../../contract/operations/index.ts';
import type { Client } from '../../rpc/client.ts';
import { nameArgument } from '../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../command-context.ts';
import { describeContainers } from '../container-row.ts';
import { findingJson } from '../finding-json.ts';
import { findingText, mapText, mendActs, type MendAct } from '../finding-text.ts';
import { examples } from '../help-text.ts';
import { escapeText } from '../output/escape-text.ts';
import { createProgressLine } from '../output/progress-line.ts';
import { exitCodes } from '../problem-line.ts';
import type { Registry } from '../registry.ts';
import { UsageError } from '../usage-error.ts';

interface WallsOptions {
  readonly labels?: boolean;
  readonly strict?: boolean;
  readonly map?: boolean;
  readonly mend?: Mend;
}

interface Mend {
  readonly act: MendAct;
  readonly name: string;
}

interface Audit {
  readonly findings: readonly Finding[];
  readonly map: WallMap | undefined;
  readonly result: Result<'wall.audit'>;
}

const description = `Looks for walls that do not stand: shared categories, containers or processes that nothing confines, permissive domains, dangerous settings,
wrong labels, ways that are too open. Each finding comes with its evidence and with what mends it. Nothing is changed, but by --mend:
separate:NAME gives a stopped container categories of its own, remount:NAME mounts its root with the right label, stop:NAME kills it.
The exit code is 0 also when something was found, unless --strict is given.`;

export function addWalls({ program, act }: Registry): void {
  program
    .command('walls')
    .summary('find walls that do not stand, and mend them')
    .description(description)
    .option(
      '--labels',
      'also compare labels of files: below the folders of Bulkhead and LXC with what the policy says, on volumes with the volume',
    )
    .option('--strict', 'exit code 1 when there is a finding that is more than a notice')
    .option('--map', 'who is apart from whom, as the kernel decides it, instead of findings')
    .option('--mend <act>', 'do one of the acts that a finding names', mendArgument)
    .addHelpText('after', examples('walls', 'walls --strict --json', 'walls --map', 'walls --mend separate:web'))
    .action((options: WallsOptions) => act((context) => runWalls(context, options)));
}

async function runWalls(
  context: CommandContext,
  { labels = false, strict = false, map = false, mend }: WallsOptions,
): Promise<number> {
  if (mend !== undefined) {
    if (labels || strict || map)
      throw new UsageError('--mend stands alone: it changes something, the others only look');
    return mendOne(context, mend);
  }
  const audit = await withClient(context, (client) => auditHost(context, client, labels));
  if (map) await showMap(context, audit.map);
  else await showFindings(context, audit);
  return strict && audit.findings.some(({ severity }) => severity !== 'notice') ? exitCodes.failed : exitCodes.done;
}

async function auditHost(
  { output, surroundings, signal }: CommandContext,
  client: Client,
  labels: boolean,
): Promise<Audit> {
  const progress = createProgressLine(surroundings.stderr, output);
  const findings: Finding[] = [];
  let map: WallMap | undefined;
  const stream = client.stream('wall.audit', { labels }, { signal });
  try {
    for await (const item of stream) {
      if (item.type === 'finding') findings.push(item.finding);
      else if (item.type === 'map') map = item.map;
      else if (surroundings.stderr.isTTY === true && !output.isQuiet && !output.isJson)
        await progress.show(`looking at ${item.step}`);
    }
    return { findings, map, result: await stream.result };
  } finally {
    await progress.clear();
  }
}

async function showFindings({ output }: CommandContext, { findings, result }: Audit): Promise<void> {
  if (output.isJson) for (const finding of findings) await output.json(findingJson(finding));
  else await output.write(findings.map((finding) => findingText(finding, output.paint)).join('\n'));
  if (findings.length === 0) await output.note(`Every wall stands: ${result.containers} containers were looked at.`);
}

async function showMap({ output }: CommandContext, map: WallMap | undefined): Promise<void> {
  if (map === undefined) return;
  if (output.isJson) await output.json(map);
  else await output.write(mapText(map, output.paint));
}

async function mendOne(context: CommandContext, { act, name }: Mend): Promise<number> {
  const { output, signal, surroundings } = context;
  await withClient(context, async (client) => {
    const container = await client.request(`wall.${act}`, { name }, { signal });
    if (output.isJson)
      await output.json((await describeContainers(client, [container], { signal, now: surroundings.now() }))[0]);
    else if (!output.isQuiet)
      await output.write(
        `${mendActs[act]} ${escapeText(name)}${act === 'separate' ? `: ${container.categories.join(',')}` : ''}\n`,
      );
  });
  return exitCodes.done;
}

function mendArgument(text: string): Mend {
  const [word = '', ...rest] = text.split(':');
  const act = (Object.keys(mendActs) as MendAct[]).find((known) => known === word);
  if (act === undefined || !(`wall.${act}` in operations))
    throw new InvalidArgumentError(
      `An act is ${Object.keys(mendActs).join(', ')}, with the name of a container: separate:web.`,
    );
  return { act, name: nameArgument(rest.join(':')) };
}
