// SPDX-License-Identifier: Apache-2.0
/**
 * `audit`: where the isolation of containers has a problem, why, and how each problem is fixed; or the map of which
 * container reaches which.
 */

import { containerDomains, countDomains } from '../../../contract/rules/container-domains.ts';
import type { Finding, Fix, IsolationMap } from '../../../contract/model/isolation-finding.ts';
import type { Result } from '../../../contract/operations/index.ts';
import type { Client } from '../../../rpc/client.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { describeContainers } from '../../format/container-row.ts';
import { countJson, countText } from '../../format/count-text.ts';
import { findingJson } from '../../format/json/finding-json.ts';
import { mapText } from '../../format/map-text.ts';
import { findingText } from '../../../report/finding-text.ts';
import { consents } from '../../confirmations.ts';
import { examples } from '../../format/help-text.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { createProgressLine } from '../../output/progress-line.ts';
import { exitCodes } from '../../format/problem-line.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';
import { restoreLabels } from '../policy/label.ts';

interface AuditOptions {
  readonly labels?: boolean;
  readonly strict?: boolean;
  readonly map?: boolean;
  readonly counts?: boolean;
  readonly fix?: string;
  readonly yes?: boolean;
}

interface Audit {
  readonly findings: readonly Finding[];
  readonly map: IsolationMap | undefined;
  readonly result: Result<'isolation.audit'>;
}

/** A fix that the helper makes. */
type HelperFix = Extract<Fix, { readonly by: 'helper' }>;

const description = `Looks for problems of isolation: shared categories, unconfined containers or processes, permissive domains,
dangerous settings, wrong labels, paths that are too open. Each finding comes with its evidence and its fix.
Nothing is changed, except by --fix, which fixes the finding with this id, where the helper can.
The exit code is 0 also when something was found, unless --strict is given.`;

export function addAudit({ program, act }: Registry): void {
  program
    .command('audit')
    .summary('find problems of isolation, and fix them')
    .description(description)
    .option(
      '--labels',
      'also compare labels of files: below the folders of Bulkhead and LXC with the policy, on volumes with the volume',
    )
    .option('--strict', 'exit code 1 when there is a finding that is more than a notice')
    .option('--map', 'which container reaches which, as the kernel decides it, instead of findings')
    .option('--counts', 'how much each domain of the containers may do, beside the stock domains, instead of findings')
    .option('--fix <id>', 'fix the finding with this id')
    .option('--yes', 'with --fix: do not ask before a container is killed; needed where the input is no terminal')
    .addHelpText(
      'after',
      examples(
        'audit',
        'audit --strict --json',
        'audit --map',
        'audit --counts',
        'audit --fix shared-categories:web,db',
      ),
    )
    .action((options: AuditOptions) => act((context) => runAudit(context, options)));
}

async function runAudit(
  context: CommandContext,
  { labels = false, strict = false, map = false, counts = false, fix, yes = false }: AuditOptions,
): Promise<number> {
  if (counts) {
    if (labels || strict || map || fix !== undefined)
      throw new UsageError('--counts goes with no other option of audit: it looks for no problem');
    return withClient(context, (client) => showCounts(context, client));
  }
  if (fix !== undefined) {
    if (strict || map) throw new UsageError('--fix goes with --labels only: the other options change nothing');
    return withClient(context, (client) => fixFinding(context, client, { id: fix, labels, yes }));
  }
  const audit = await withClient(context, (client) => auditHost(context, client, labels));
  if (map) await showMap(context, audit.map);
  else await showFindings(context, audit);
  return strict && audit.findings.some(({ severity }) => severity !== 'notice') ? exitCodes.failed : exitCodes.done;
}

/** Looks again first, so that what is fixed is what is wrong now. */
async function fixFinding(
  context: CommandContext,
  client: Client,
  { id, labels, yes }: { readonly id: string; readonly labels: boolean; readonly yes: boolean },
): Promise<number> {
  const { findings } = await auditHost(context, client, labels);
  const finding = findings.find((one) => one.id === id);
  if (finding === undefined)
    throw new Error(`cannot fix ${escapeText(id)}: there is no such finding now; see bulkheadctl audit`);
  const { fix } = finding;
  if (fix.by === 'helper') return applyFix(context, client, { fix, yes });
  const commands = fix.by === 'commands' ? `: ${fix.commands.join(' && ')}` : '';
  throw new Error(`cannot fix ${escapeText(id)} from here; apply it manually: ${fix.summary}${commands}`);
}

async function applyFix(
  context: CommandContext,
  client: Client,
  { fix: { operation, container: name }, yes }: { readonly fix: HelperFix; readonly yes: boolean },
): Promise<number> {
  const { output, signal, environment } = context;
  if (operation === 'restore-labels') return restoreLabels(context, client, name);
  if (operation === 'kill' && !(await consents(context, 'kill', { names: [name], yes }))) return exitCodes.failed;
  const container = await client.request(`isolation.${operation}`, { name }, { signal });
  if (output.isJson) {
    const [row] = await describeContainers(client, [container], { signal, now: environment.now() });
    await output.json(row);
  } else if (!output.isQuiet) {
    const detail = operation === 'reassign-categories' ? `: ${container.categories.join(',')}` : '';
    await output.write(`${doneLabels[operation]} ${escapeText(name)}${detail}\n`);
  }
  return exitCodes.done;
}

const doneLabels = {
  'reassign-categories': 'reassigned categories of',
  'remount-root': 'remounted the root of',
  kill: 'killed',
} as const;

async function auditHost(
  { output, environment, signal }: CommandContext,
  client: Client,
  labels: boolean,
): Promise<Audit> {
  const progress = createProgressLine(environment.stderr, output);
  const findings: Finding[] = [];
  let map: IsolationMap | undefined;
  const stream = client.stream('isolation.audit', { labels }, { signal });
  try {
    for await (const item of stream) {
      if (item.type === 'finding') findings.push(item.finding);
      else if (item.type === 'map') map = item.map;
      else if (environment.stderr.isTTY === true && !output.isQuiet && !output.isJson)
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
  if (findings.length === 0) await output.note(`No problem of isolation in ${result.containers} containers.`);
}

async function showCounts({ output, signal }: CommandContext, client: Client): Promise<number> {
  const { containers } = await client.request('container.list', {}, { signal });
  const counts = await countDomains(containerDomains(containers), async (name) => {
    const subject = { kind: 'container', name } as const;
    return (await client.request('policy.count', { subject }, { signal })).counts;
  });
  if (output.isJson) for (const one of counts) await output.json(countJson(one));
  else if (counts.length > 0) await output.write(countText(counts, output));
  else await output.note('No container of this host has a domain.');
  return exitCodes.done;
}

async function showMap({ output }: CommandContext, map: IsolationMap | undefined): Promise<void> {
  if (map === undefined) return;
  if (output.isJson) await output.json(map);
  else await output.write(mapText(map, output.paint));
}
